package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/fixture"
)

// The planted names: nothing else in the product can contain them.
const (
	canaryPerson   = "Zorblatt Quenneville"
	canaryFacts    = "Vrombissement-Azulejo"
	canaryMinor    = "Mirabelle Okonjo-Xylander"
	canaryAddress  = "17 rue du Quokka-Ardent"
	canaryNote     = "Fjordspitz-Tramontane"
	canaryEvidence = "Releve-Brontosaure-Pamplemousse"
	canaryKeeper   = "Caisse Wurlitzer-Hippogriffe"
	canaryFile     = "scan-Kookaburra-Zephyrine.pdf"
)

var canaries = []string{canaryPerson, canaryFacts, canaryMinor, canaryAddress, canaryNote, canaryEvidence, canaryKeeper, canaryFile}

// forms are the ways in which a text can lie in a dump without being encrypted:
// as it is, as hexadecimal digits, and in base64 at its three alignments.
func forms(s string) map[string][]byte {
	out := map[string][]byte{"plain": []byte(s), "hex": []byte(hex.EncodeToString([]byte(s)))}
	for shift := range 3 {
		b := base64.StdEncoding.EncodeToString(append(bytes.Repeat([]byte{0}, shift), s...))
		// The first and the last characters depend on what stands beside the text.
		out[fmt.Sprintf("base64+%d", shift)] = []byte(b[4 : len(b)-4])
	}
	return out
}

// find names the planted texts that data contains.
func find(data []byte, needles ...string) []string {
	var hits []string
	for _, n := range needles {
		for form, b := range forms(n) {
			if bytes.Contains(data, b) {
				hits = append(hits, n+" ("+form+")")
			}
		}
	}
	return hits
}

// plant takes a request from its draft to its delivery, with a planted name in
// everything that a person types.
func (p *product) plant(t *testing.T) *trip {
	t.Helper()
	ctx := within(t, 2*time.Minute)
	d := fixture.Judicial("PH")
	d.Facts += " " + canaryFacts
	d.Persons[0].Name, d.Persons[0].Address = canaryPerson, canaryAddress
	d.Measures[0].Custodian = canaryKeeper
	tr := p.opened(t, d)
	officer, base := p.people["officier"], "/api/v1/requests/"+tr.ref
	sealed := map[string]any{"label": "V1", "name": canaryMinor, "address": canaryAddress}
	if _, err := officer.do(ctx, http.MethodPut, base+"/sealed", sealed, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := officer.do(ctx, http.MethodPost, base+"/note", note(tr.commandID("note"), canaryNote), nil); err != nil {
		t.Fatal(err)
	}
	answer := func(ctx context.Context) error {
		return tr.give(ctx, "answer", "officier", "response", func() (map[string]any, error) {
			data, err := paper(tr.ref)
			if err != nil {
				return nil, err
			}
			up, err := officer.upload(ctx, base+"/files", "evidence", "fr", canaryFile, data)
			return map[string]any{"extent": "full", "received_on": tr.today(), "evidence": []any{map[string]any{
				"doc": map[string]any{"id": up.ID}, "measure": "M1", "language": "fr", "allowed_use": "case_only",
				"name": canaryEvidence, "custodian": canaryKeeper,
			}}}, err
		})
	}
	if err := chain(ctx,
		func(ctx context.Context) error { return tr.submit(ctx, "submit") },
		func(ctx context.Context) error { return tr.approve(ctx, "approve") },
		tr.signAndTranslate,
		func(ctx context.Context) error { return tr.travel(ctx, 1<<10, "") },
		tr.acknowledge, tr.decided, answer,
		func(ctx context.Context) error { return tr.assess(ctx, "assess", true) },
		tr.deliverAndClose,
	); err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestNoPlantedNameLeavesTheSealedPlaces(t *testing.T) {
	p := shared.use(t)
	tr := p.plant(t)
	v, err := tr.read(within(t, 10*time.Second))
	if err != nil {
		t.Fatal(err)
	}

	for _, db := range []string{"temporal", "temporal_visibility", "rogatory"} {
		control := false
		p.tables(t, db, func(table string, data []byte) {
			for _, hit := range find(data, canaries...) {
				t.Errorf("%s.%s: %s", db, table, hit)
			}
			control = control || len(find(data, v.ID)) > 0
		})
		if !control {
			t.Errorf("%s: the search does not even find the request's id", db)
		}
	}

	for _, dir := range []string{"rogatory.log", "temporal", "pg"} {
		err := filepath.WalkDir(filepath.Join(p.dir, dir), func(path string, d fs.DirEntry, err error) error {
			// A private cluster can be elsewhere; what lies in it was read above, its
			// files and its write-ahead log are searched here where they can be.
			if err != nil || d.IsDir() {
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return nil // removed meanwhile
			}
			for _, hit := range find(data, canaries...) {
				t.Errorf("%s: %s", strings.TrimPrefix(path, p.dir), hit)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// tables reads every table of a database as text; bytes appear as hexadecimal digits.
func (p *product) tables(t *testing.T, database string, see func(table string, data []byte)) {
	t.Helper()
	ctx := within(t, time.Minute)
	conn, err := pgx.Connect(ctx, p.l.stack.pg.URL(database))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		rows, err := conn.Query(ctx, "SELECT x::text FROM "+pgx.Identifier{name}.Sanitize()+" x")
		if err != nil {
			t.Fatal(err)
		}
		texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		see(name, []byte(strings.Join(texts, "\n")))
	}
}
