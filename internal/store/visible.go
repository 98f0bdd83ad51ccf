package store

import "github.com/rogatory/rogatory/internal/mla"

// visible is the one notion of which requests an actor may see: a condition on
// requests r, in a transaction begun with As. Every read of a request, or of
// anything that belongs to one, goes through it.
//
//   - officers, magistrates and auditors see the requests of the cases they are
//     members of (whoever is put in charge of a request becomes a member);
//   - a translator sees the requests assigned to them;
//   - a clerk sees what their organisation holds, held, or has an open duty for;
//   - an administrator sees no case content; the automaton sees all.
//
// A reservation, not yet opened, is seen by the officer who made it only.
//
// It is a text per role rather than one condition over all roles, so that the
// planner sees which index serves.
func visible(who mla.Actor) string {
	const opened = ` AND (r.phase <> '' OR r.officer_id = current_setting('rogatory.actor'))`
	switch who.Role {
	case mla.Officer, mla.Magistrate, mla.Auditor:
		return `(r.case_id IN (SELECT m.case_id FROM case_members m WHERE m.user_id = current_setting('rogatory.actor'))` + opened + `)`
	case mla.Translator:
		return `(r.translator_id = current_setting('rogatory.actor') AND r.translator_id <> '' AND r.phase <> '')`
	case mla.Clerk:
		if who.Org == "" {
			return `(false)`
		}
		return `(r.orgs @> ARRAY[current_setting('rogatory.org')] AND r.phase <> '')`
	case mla.System:
		return `(true)`
	}
	return `(false)`
}

// memberCases is the condition on cases c that corresponds to visible: whole
// cases are seen by their members.
func memberCases(who mla.Actor) string {
	switch who.Role {
	case mla.Officer, mla.Magistrate, mla.Auditor:
		return `(c.id IN (SELECT m.case_id FROM case_members m WHERE m.user_id = current_setting('rogatory.actor')))`
	case mla.System:
		return `(true)`
	}
	return `(false)`
}

// Who may read or write what within a request they see.

func writesDrafts(who mla.Actor) bool {
	return who.Role == mla.Officer || who.Role == mla.Magistrate || who.Role == mla.System
}

// readsDrafts: a translator reads the frozen revision only, a clerk none.
func readsDrafts(who mla.Actor) bool {
	return writesDrafts(who) || who.Role == mla.Auditor || who.Role == mla.Translator
}

func readsWholeCase(who mla.Actor) bool {
	return writesDrafts(who) || who.Role == mla.Auditor
}

func writes(who mla.Actor) bool {
	return who.Role != mla.Auditor && who.Role != mla.Admin && who.Role != ""
}

// visibleDocuments is the condition on documents d of a request r that is visible.
func visibleDocuments(who mla.Actor) string {
	const own = `d.by_id = current_setting('rogatory.actor')`
	switch who.Role {
	case mla.Translator:
		return `(d.kind IN ('request', 'sealed_request', 'signed', 'translation', 'evidence', 'evidence_translation') OR ` + own + `)`
	case mla.Clerk:
		return `(d.kind NOT IN ('evidence', 'evidence_translation') OR ` + own + `)`
	}
	return `(true)`
}
