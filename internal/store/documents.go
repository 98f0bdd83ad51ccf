package store

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const documentsSQL = `
	SELECT d.id, d.request_id, d.case_id, d.kind, d.sha256, d.size, d.mime, d.lang, d.name, d.obligation, d.by_id, d.at, d.key,
		EXISTS (SELECT FROM unreviewed_files u WHERE u.sha256 = d.sha256)
	FROM documents d JOIN requests r ON r.id = d.request_id WHERE true`

// documentsOrder is the order of a request's documents: as they were filed, and of
// those of one instant the request first, then each paper with its languages, the
// French one first, and the slip that lists them last.
const documentsOrder = ` ORDER BY d.at, d.kind = 'slip', d.kind <> 'request', d.kind, d.lang <> 'fr', d.lang, d.id`

func scanDocument(row pgx.CollectableRow) (d desk.Document, err error) {
	err = row.Scan(&d.ID, &d.RequestID, &d.CaseID, &d.Kind, &d.Doc.SHA256, &d.Doc.Size, &d.Doc.MIME, &d.Lang, &d.Name, &d.Obligation, &d.By, &d.At, &d.Key, &d.Unreviewed)
	d.At = d.At.UTC()
	return d, err
}

// Document finds a document by id, if the actor may see it.
func (s *Store) Document(ctx context.Context, who mla.Actor, id string) (d desk.Document, err error) {
	defer wrap(&err, "Document")
	err = s.As(ctx, who, func(tx pgx.Tx) (err error) {
		d, err = document(ctx, tx, who, `d.id = $1`, id)
		return err
	})
	return d, err
}

func document(ctx context.Context, tx pgx.Tx, who mla.Actor, where string, args ...any) (desk.Document, error) {
	rows, err := tx.Query(ctx, documentsSQL+` AND `+visible(who)+` AND `+visibleDocuments(who)+` AND `+where+` ORDER BY d.at, d.id LIMIT 1`, args...)
	if err != nil {
		return desk.Document{}, err
	}
	d, err := pgx.CollectExactlyOneRow(rows, scanDocument)
	return d, orNotFound(err, "document")
}

// translatorFiles is what a translator may bring.
var translatorFiles = []string{"translation", "evidence_translation"}

// AddUpload files a document that a person brought. The same content of the
// same kind again is the document that is there. Of the name under which it came
// only the extension is kept: file names tell who is in them.
func (s *Store) AddUpload(ctx context.Context, who mla.Actor, requestID, kind, name, lang string, doc mla.DocRef) (d desk.Document, err error) {
	defer wrap(&err, "AddUpload")
	if !writes(who) || who.Role == mla.Translator && !slices.Contains(translatorFiles, kind) {
		return d, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "add_upload")
	}
	if !slices.Contains(documentKinds, kind) {
		return d, mla.Refuse(mla.CodeUnknownValue, "kind", "value", kind)
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := lockRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		d, err = document(ctx, tx, who, `d.request_id = $1 AND d.kind = $2 AND d.sha256 = $3`, r.ID, kind, doc.SHA256)
		var refusal *mla.Error
		if err == nil || !errors.As(err, &refusal) {
			return err
		}
		name = neutralName(r.Reference, kind, name, doc)
		d = desk.Document{ID: uuid.NewString(), RequestID: r.ID, CaseID: r.CaseID, Kind: kind, Doc: doc, Lang: lang, Name: name, By: who.ID, At: s.now()}
		d.Key = "upload/" + d.ID
		_, err = tx.Exec(ctx, insertDocumentSQL, d.ID, d.RequestID, kind, doc.SHA256, doc.Size, doc.MIME, lang, name, "", who.ID, d.Key, d.At)
		return err
	})
	return d, err
}

// neutralName names a document by its request, its kind and its content.
func neutralName(reference, kind, name string, doc mla.DocRef) string {
	ext := extension.FindString(strings.ToLower(name))
	if doc.MIME == "application/pdf" {
		ext = ".pdf"
	}
	return reference + "-" + kind + "-" + doc.SHA256[:min(8, len(doc.SHA256))] + ext
}

var extension = regexp.MustCompile(`\.[a-z0-9]{1,5}$`)

var documentKinds = []string{
	"request", "signed", "translation", "cover", "slip", "reminder", "status_request", "withdrawal", "acknowledgement",
	"decision", "evidence", "evidence_translation", "cure", "attachment", activities.KindSealed,
}

const insertDocumentSQL = `
	INSERT INTO documents (id, request_id, case_id, kind, sha256, size, mime, lang, name, obligation, by_id, key, at)
	SELECT $1, r.id, r.case_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM requests r WHERE r.id = $2
	ON CONFLICT DO NOTHING`

// AddDocuments files what an activity made for one request, all or none, and
// answers what is filed: an effect makes one letter of a kind, and where an
// earlier attempt filed it, that one stays, whatever the later attempt brought.
// An unknown request is mla.CodeNotFound.
func (s *Store) AddDocuments(ctx context.Context, docs []activities.NewDocument) (filed []mla.DocRef, err error) {
	defer wrap(&err, "AddDocuments")
	n := len(docs)
	if n == 0 {
		return nil, nil
	}
	requestID, places := docs[0].RequestID, make([]activities.Place, n)
	ids, kinds, shas, mimes, langs := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	names, duties, bys, keys := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	sizes, ats := make([]int64, n), make([]time.Time, n)
	filed = make([]mla.DocRef, n)
	for i, d := range docs {
		if ats[i] = d.At; d.At.IsZero() {
			ats[i] = s.now()
		}
		ids[i], kinds[i], shas[i], sizes[i], mimes[i] = documentID(d), d.Kind, d.Doc.SHA256, d.Doc.Size, d.Doc.MIME
		langs[i], names[i], duties[i], bys[i], keys[i] = d.Lang, d.Name, d.Obligation, d.By, d.Key
		filed[i], places[i] = d.Doc, activities.Place{Kind: d.Kind, Key: d.Key}
	}
	tag, err := s.pool.Exec(ctx, `
		INSERT INTO documents (id, request_id, case_id, kind, sha256, size, mime, lang, name, obligation, by_id, key, at)
		SELECT d.id, r.id, r.case_id, d.kind, d.sha256, d.size, d.mime, d.lang, d.name, d.obligation, d.by_id, d.key, d.at
		FROM requests r CROSS JOIN unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[],
			$8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])
			AS d (id, kind, sha256, size, mime, lang, name, obligation, by_id, key, at)
		WHERE r.id = $1
		ON CONFLICT DO NOTHING`, requestID, ids, kinds, shas, sizes, mimes, langs, names, duties, bys, keys, ats)
	if err != nil || tag.RowsAffected() == int64(n) {
		return filed, err
	}
	if filed, err = s.filed(ctx, requestID, places); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(filed, mla.DocRef.IsZero) {
		return nil, notFound("document")
	}
	return filed, nil
}

// Filed answers the document of a kind that is filed under an effect's key, for
// each place; a zero reference where there is none.
func (s *Store) Filed(ctx context.Context, requestID string, places []activities.Place) (refs []mla.DocRef, err error) {
	defer wrap(&err, "Filed")
	return s.filed(ctx, requestID, places)
}

func (s *Store) filed(ctx context.Context, requestID string, places []activities.Place) ([]mla.DocRef, error) {
	kinds, keys := make([]string, len(places)), make([]string, len(places))
	for i, p := range places {
		kinds[i], keys[i] = p.Kind, p.Key
	}
	rows, err := s.pool.Query(ctx, `
		SELECT coalesce(d.sha256, ''), coalesce(d.size, 0), coalesce(d.mime, '')
		FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS p (kind, key, n)
			LEFT JOIN LATERAL (
				SELECT sha256, size, mime FROM documents WHERE request_id = $1 AND kind = p.kind AND key = p.key ORDER BY at, id LIMIT 1
			) d ON true
		ORDER BY p.n`, requestID, kinds, keys)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (ref mla.DocRef, err error) {
		return ref, row.Scan(&ref.SHA256, &ref.Size, &ref.MIME)
	})
}

// DeliveryFile finds a document promised in a delivery: an item, its translation,
// or a paper of the request that goes with it. The signed link was checked by the
// caller.
func (s *Store) DeliveryFile(ctx context.Context, delivery, sha256 string) (ref mla.DocRef, name string, err error) {
	defer wrap(&err, "DeliveryFile")
	err = s.pool.QueryRow(ctx, `
		SELECT f.sha256, f.size, f.mime, f.name
		FROM deliveries v JOIN documents f ON f.request_id = v.request_id AND f.sha256 = $2
		WHERE v.id = $1 AND (f.kind IN ('request', 'sealed_request', 'signed', 'translation', 'acknowledgement', 'decision')
			OR EXISTS (SELECT FROM evidence e WHERE e.request_id = v.request_id AND e.id = ANY (v.items) AND $2 IN (e.sha256, e.translated)))
		ORDER BY f.at LIMIT 1`, delivery, sha256).Scan(&ref.SHA256, &ref.Size, &ref.MIME, &name)
	return ref, name, orNotFound(err, "document")
}
