package main

import (
	"context"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// demoStatement is what the demo's fictional people state. Nobody read anything.
const demoStatement = "DÉMONSTRATION – donnée fictive, sans valeur : personne n’a relu ce modèle."

// seedReleases releases the templates shipped in the name of the demo's fictional
// magistrate and translator, so that a demo can hand over. It can be repeated: a
// text that was released or withdrawn before is left as it is, and one that
// somebody edits is a draft, as in production, whose database starts with none
// released.
func seedReleases(ctx context.Context, a *app) error {
	people := map[mla.Role]mla.Actor{}
	for role, login := range map[mla.Role]string{mla.Magistrate: "magistrat", mla.Translator: "traducteur"} {
		u, err := a.store.UserByLogin(ctx, login)
		if err != nil {
			return err
		}
		people[role] = u.Actor()
	}
	covers, err := letter.Shipped()
	if err != nil {
		return err
	}
	before, err := a.store.TemplateReleases(ctx, "", "")
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, r := range before {
		known[r.Digest] = true
	}
	for _, c := range covers {
		if c.Fault != nil || known[c.Digest] {
			continue
		}
		r := desk.TemplateRelease{Form: c.Form, Lang: c.Lang, Version: c.Version, Digest: c.Digest, Statement: demoStatement, Name: "Dominique Magistrat (fictif)"}
		who := people[mla.Magistrate]
		if !mla.MayReleaseTemplate(mla.Magistrate, c.Lang, false) {
			who = people[mla.Translator]
			r.Name, r.Court = "Camille Traducteur (fictif)", "Cour d’appel d’Exempleville (fictive)"
			r.OathNumber, r.OathOn = "DÉMO-0001", workday.MustDate("2020-01-02")
		}
		if _, err := a.store.ReleaseTemplate(ctx, who, r); err != nil {
			return err
		}
	}
	return nil
}
