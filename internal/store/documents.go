package store

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const documentsSQL = `
	SELECT d.id, d.request_id, d.case_id, d.kind, d.sha256, d.size, d.mime, d.lang, d.name, d.obligation, d.by_id, d.at
	FROM documents d JOIN requests r ON r.id = d.request_id WHERE true`

func scanDocument(row pgx.CollectableRow) (d desk.Document, err error) {
	err = row.Scan(&d.ID, &d.RequestID, &d.CaseID, &d.Kind, &d.Doc.SHA256, &d.Doc.Size, &d.Doc.MIME, &d.Lang, &d.Name, &d.Obligation, &d.By, &d.At)
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
		_, err = tx.Exec(ctx, insertDocumentSQL, d.ID, d.RequestID, kind, doc.SHA256, doc.Size, doc.MIME, lang, name, "", who.ID, "upload/"+d.ID, d.At)
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
	"decision", "evidence", "evidence_translation", "cure", "attachment",
}

const insertDocumentSQL = `
	INSERT INTO documents (id, request_id, case_id, kind, sha256, size, mime, lang, name, obligation, by_id, key, at)
	SELECT $1, r.id, r.case_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM requests r WHERE r.id = $2
	ON CONFLICT DO NOTHING`

// AddDocument files what an activity made and answers what is filed: an effect
// makes one letter of a kind, and where an earlier attempt filed it, that one
// stays, whatever the later attempt brought. An unknown request is
// mla.CodeNotFound.
func (s *Store) AddDocument(ctx context.Context, d activities.NewDocument) (filed mla.DocRef, err error) {
	defer wrap(&err, "AddDocument")
	if d.At.IsZero() {
		d.At = s.now()
	}
	tag, err := s.pool.Exec(ctx, insertDocumentSQL,
		documentID(d), d.RequestID, d.Kind, d.Doc.SHA256, d.Doc.Size, d.Doc.MIME, d.Lang, d.Name, d.Obligation, d.By, d.Key, d.At)
	if err != nil || tag.RowsAffected() == 1 {
		return d.Doc, err
	}
	return s.filed(ctx, d.RequestID, d.Kind, d.Key)
}

// Filed answers the document of a kind that is filed under an effect's key;
// mla.CodeNotFound when there is none.
func (s *Store) Filed(ctx context.Context, requestID, kind, key string) (ref mla.DocRef, err error) {
	defer wrap(&err, "Filed")
	return s.filed(ctx, requestID, kind, key)
}

func (s *Store) filed(ctx context.Context, requestID, kind, key string) (ref mla.DocRef, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT sha256, size, mime FROM documents WHERE request_id = $1 AND kind = $2 AND key = $3 ORDER BY at, id LIMIT 1`,
		requestID, kind, key).Scan(&ref.SHA256, &ref.Size, &ref.MIME)
	return ref, orNotFound(err, "document")
}

// DeliveryFile finds a document promised in a delivery: an item, its translation,
// or a paper of the request that goes with it. The signed link was checked by the
// caller.
func (s *Store) DeliveryFile(ctx context.Context, delivery, sha256 string) (ref mla.DocRef, name string, err error) {
	defer wrap(&err, "DeliveryFile")
	err = s.pool.QueryRow(ctx, `
		SELECT f.sha256, f.size, f.mime, f.name
		FROM deliveries v JOIN documents f ON f.request_id = v.request_id AND f.sha256 = $2
		WHERE v.id = $1 AND (f.kind IN ('request', 'signed', 'translation', 'acknowledgement', 'decision')
			OR EXISTS (SELECT FROM evidence e WHERE e.request_id = v.request_id AND e.id = ANY (v.items) AND $2 IN (e.sha256, e.translated)))
		ORDER BY f.at LIMIT 1`, delivery, sha256).Scan(&ref.SHA256, &ref.Size, &ref.MIME, &name)
	return ref, name, orNotFound(err, "document")
}
