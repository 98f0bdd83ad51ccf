package store

import (
	"encoding/json"
	"strconv"

	"github.com/google/uuid"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

// queueFromEvents queues what follows from single events rather than from the
// state: effects with their fate, and the documents that events bring.
func (p projection) queueFromEvents(events []mla.Event) error {
	for _, ev := range events {
		switch b := ev.Body.(type) {
		case mla.EffectOwed:
			if err := p.effectOwed(b.Effect); err != nil {
				return err
			}
		case mla.EffectEnded:
			p.effectState(b.Key, string(b.Outcome), b.Code, ev)
		case mla.EffectRetried:
			state := string(mla.EffectIsOwed)
			if b.Settled {
				state = string(mla.EffectDone)
			}
			p.effectState(b.Effect, state, "", ev)
		case mla.TranslationCertified:
			p.shareMemory(b.TranslationSHA256)
		case mla.AnswerTranslated:
			p.shareMemory(b.TranslationSHA256)
		}
		for _, d := range p.documentsOf(ev) {
			p.document(d)
		}
	}
	return nil
}

func (p projection) effectOwed(e mla.Effect) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	p.b.Queue(`
		INSERT INTO effects (request_id, key, case_id, kind, body, state, owed_at) VALUES ($1, $2, $3, $4, $5, 'owed', $6)
		ON CONFLICT DO NOTHING`, p.id, e.Key, p.caseID, e.Kind, body, e.OwedAt)
	return nil
}

func (p projection) effectState(key, state, code string, ev mla.Event) {
	p.b.Queue(`
		UPDATE effects SET state = $3, code = $4, done_at = CASE WHEN $3 = 'done' THEN coalesce(done_at, $5) END
		WHERE request_id = $1 AND key = $2`, p.id, key, state, code, ev.At)
}

// documentsOf lists what an event files. Letters come through AddDocument,
// because only the activity that made one knows what it is.
func (p projection) documentsOf(ev mla.Event) []activities.NewDocument {
	var out []activities.NewDocument
	add := func(kind, lang, name string, refs ...mla.DocRef) {
		for _, ref := range refs {
			if !ref.IsZero() {
				out = append(out, activities.NewDocument{
					RequestID: p.id, Kind: kind, Doc: ref, Lang: lang, Name: p.after.Reference + "-" + name + pdfExtension(ref),
					By: ev.Actor.ID, Key: "event/" + strconv.FormatInt(ev.Seq, 10), At: ev.At,
				})
			}
		}
	}
	switch b := ev.Body.(type) {
	case mla.Submitted:
		add("request", "fr", "request", b.PDF)
	case mla.SignedAttached:
		add("signed", "fr", "signed", b.Scan)
	case mla.TranslationCertified:
		add("translation", b.Language, "translation-"+b.Language, b.Doc)
	case mla.Cured:
		add("cure", "", "cure", b.Docs...)
	case mla.SupplementAnswered:
		add("attachment", "", "supplement", b.Docs...)
	case mla.Acknowledged:
		add("acknowledgement", "", "acknowledgement", b.Doc)
	case mla.DecisionLogged:
		add("decision", "", "decision", b.Doc)
	case mla.ExecutionRefused:
		add("decision", "", "refusal", b.Doc)
	case mla.ResponseRecorded:
		for i, e := range b.Evidence {
			add("evidence", e.Language, b.Items[i], e.Doc)
		}
	case mla.AnswerTranslated:
		add("evidence_translation", "fr", b.Evidence+"-fr", b.Doc)
	}
	return out
}

func pdfExtension(ref mla.DocRef) string {
	if ref.MIME == "application/pdf" {
		return ".pdf"
	}
	return ""
}

// documentSpace makes document ids from what they name, so that a projection
// rebuilt from the events is the same one.
var documentSpace = uuid.MustParse("6f1b0d58-3d38-4f6e-9d0e-6c2b6c7a0b11")

func documentID(d activities.NewDocument) string {
	return uuid.NewSHA1(documentSpace, []byte(d.RequestID+"\x00"+d.Kind+"\x00"+d.Doc.SHA256+"\x00"+d.Key)).String()
}

// document files what an event names, unless the person who brought it already
// filed it.
func (p projection) document(d activities.NewDocument) {
	p.b.Queue(`
		INSERT INTO documents (id, request_id, case_id, kind, sha256, size, mime, lang, name, obligation, by_id, key, at)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
		WHERE NOT EXISTS (SELECT FROM documents WHERE request_id = $2 AND kind = $4 AND sha256 = $5)
		ON CONFLICT DO NOTHING`,
		documentID(d), p.id, p.caseID, d.Kind, d.Doc.SHA256, d.Doc.Size, d.Doc.MIME, d.Lang, d.Name, d.Obligation, d.By, d.Key, d.At)
}
