package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// fakeDesk is a Desk of functions; a test sets those it needs, calling another panics.
type fakeDesk struct {
	*fakeTranslations
	requests     func(who mla.Actor, f desk.Filter) (desk.RequestPage, error)
	request      func(who mla.Actor, ref string) (desk.Request, error)
	duties       func(who mla.Actor, limit int) ([]desk.Duty, error)
	cases        func(who mla.Actor) ([]desk.Case, error)
	caseFile     func(who mla.Actor, ref string) (desk.CaseFile, error)
	document     func(who mla.Actor, id string) (desk.Document, error)
	outcome      func(who mla.Actor, id string) (desk.Outcome, error)
	outbox       func(who mla.Actor, limit int) ([]desk.Mail, error)
	users        func(who mla.Actor) ([]desk.User, error)
	usersByRole  func(who mla.Actor, role mla.Role) ([]desk.User, error)
	reserve      func(who mla.Actor, id string, d mla.Draft) (Reserved, error)
	saveDraft    func(who mla.Actor, id string, base int, d mla.Draft) (desk.Draft, error)
	draft        func(who mla.Actor, id string, revision int) (desk.Draft, error)
	putText      func(who mla.Actor, id, text string) (mla.TextRef, error)
	addUpload    func(who mla.Actor, id, kind, name, lang string, doc mla.DocRef) (desk.Document, error)
	putSealed    func(who mla.Actor, id string, s desk.Sealed) error
	sealed       func(who mla.Actor, id string) ([]desk.Sealed, error)
	annexMade    func(who mla.Actor, id string, labels []string, sha256 string) error
	register     func(who mla.Actor, ref string) (desk.NameRegister, error)
	changeNames  func(who mla.Actor, ref string, changes []desk.NameChange) ([]desk.NameEntry, error)
	nameHistory  func(who mla.Actor, ref, id string) ([]desk.NameRevision, error)
	namesOf      func(who mla.Actor, id string) (mla.NameBook, error)
	markReceived func(who mla.Actor, id string, cmd mla.Command) error
	userByLogin  func(login string) (desk.User, error)
	userByID     func(id string) (desk.User, error)
	userByToken  func(hash string) (desk.User, error)
	createToken  func(who mla.Actor, label, hash string, expires time.Time) (desk.Token, error)
	tokens       func(who mla.Actor) ([]desk.Token, error)
	revokeToken  func(who mla.Actor, id string) error
	setLang      func(who mla.Actor, lang string) error
	ping         func() error
	deliveryFile func(delivery, sha string) (mla.DocRef, string, error)
}

func (f *fakeDesk) Requests(_ context.Context, who mla.Actor, x desk.Filter) (desk.RequestPage, error) {
	return f.requests(who, x)
}

func (f *fakeDesk) Request(_ context.Context, who mla.Actor, ref string) (desk.Request, error) {
	return f.request(who, ref)
}

func (f *fakeDesk) Duties(_ context.Context, who mla.Actor, limit int) ([]desk.Duty, error) {
	return f.duties(who, limit)
}

func (f *fakeDesk) HandoverFiles(_ context.Context, who mla.Actor, requestIDs []string) (map[string]desk.HandoverFile, error) {
	out := map[string]desk.HandoverFile{}
	for _, id := range requestIDs {
		req, err := f.request(who, id)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[id] = desk.HandoverFile{State: req.State, Documents: req.Documents}
	}
	return out, nil
}

func (f *fakeDesk) Cases(_ context.Context, who mla.Actor) ([]desk.Case, error) { return f.cases(who) }

func (f *fakeDesk) CaseFile(_ context.Context, who mla.Actor, ref string) (desk.CaseFile, error) {
	return f.caseFile(who, ref)
}

func (f *fakeDesk) Document(_ context.Context, who mla.Actor, id string) (desk.Document, error) {
	return f.document(who, id)
}

func (f *fakeDesk) Outcome(_ context.Context, who mla.Actor, id string) (desk.Outcome, error) {
	return f.outcome(who, id)
}

func (f *fakeDesk) Outbox(_ context.Context, who mla.Actor, limit int) ([]desk.Mail, error) {
	return f.outbox(who, limit)
}
func (f *fakeDesk) Users(_ context.Context, who mla.Actor) ([]desk.User, error) { return f.users(who) }
func (f *fakeDesk) UsersByRole(_ context.Context, who mla.Actor, role mla.Role) ([]desk.User, error) {
	return f.usersByRole(who, role)
}

func (f *fakeDesk) Reserve(_ context.Context, who mla.Actor, id string, d mla.Draft) (Reserved, error) {
	return f.reserve(who, id, d)
}

func (f *fakeDesk) SaveDraft(_ context.Context, who mla.Actor, id string, base int, d mla.Draft) (desk.Draft, error) {
	return f.saveDraft(who, id, base, d)
}

func (f *fakeDesk) Draft(_ context.Context, who mla.Actor, id string, revision int) (desk.Draft, error) {
	return f.draft(who, id, revision)
}

func (f *fakeDesk) PutText(_ context.Context, who mla.Actor, id, key, text string) (mla.TextRef, error) {
	return f.putText(who, id, text)
}

func (f *fakeDesk) AddUpload(_ context.Context, who mla.Actor, id, kind, name, lang string, doc mla.DocRef) (desk.Document, error) {
	return f.addUpload(who, id, kind, name, lang, doc)
}

func (f *fakeDesk) PutSealed(_ context.Context, who mla.Actor, id string, s desk.Sealed) error {
	return f.putSealed(who, id, s)
}

func (f *fakeDesk) SealedAnnexMade(_ context.Context, who mla.Actor, id string, labels []string, sha256 string) error {
	return f.annexMade(who, id, labels, sha256)
}

func (f *fakeDesk) Sealed(_ context.Context, who mla.Actor, id string) ([]desk.Sealed, error) {
	return f.sealed(who, id)
}

func (f *fakeDesk) NameRegister(_ context.Context, who mla.Actor, ref string) (desk.NameRegister, error) {
	return f.register(who, ref)
}

func (f *fakeDesk) ChangeNames(_ context.Context, who mla.Actor, ref string, changes []desk.NameChange) ([]desk.NameEntry, error) {
	return f.changeNames(who, ref, changes)
}

func (f *fakeDesk) NameHistory(_ context.Context, who mla.Actor, ref, id string) ([]desk.NameRevision, error) {
	return f.nameHistory(who, ref, id)
}

func (f *fakeDesk) NamesOf(_ context.Context, who mla.Actor, id string) (mla.NameBook, error) {
	return f.namesOf(who, id)
}

func (f *fakeDesk) MarkReceived(_ context.Context, who mla.Actor, id string, cmd mla.Command) error {
	return f.markReceived(who, id, cmd)
}

func (f *fakeDesk) UserByLogin(_ context.Context, login string) (desk.User, error) {
	return f.userByLogin(login)
}
func (f *fakeDesk) UserByID(_ context.Context, id string) (desk.User, error) { return f.userByID(id) }
func (f *fakeDesk) UserByToken(_ context.Context, hash string) (desk.User, error) {
	return f.userByToken(hash)
}

func (f *fakeDesk) CreateToken(_ context.Context, who mla.Actor, label, hash string, expires time.Time) (desk.Token, error) {
	return f.createToken(who, label, hash, expires)
}

func (f *fakeDesk) Tokens(_ context.Context, who mla.Actor) ([]desk.Token, error) {
	return f.tokens(who)
}

func (f *fakeDesk) RevokeToken(_ context.Context, who mla.Actor, id string) error {
	return f.revokeToken(who, id)
}

func (f *fakeDesk) SetLang(_ context.Context, who mla.Actor, lang string) error {
	return f.setLang(who, lang)
}
func (f *fakeDesk) Ping(context.Context) error { return f.ping() }
func (f *fakeDesk) DeliveryFile(_ context.Context, delivery, sha string) (mla.DocRef, string, error) {
	return f.deliveryFile(delivery, sha)
}

// fakeEngine is an Engine of functions.
type fakeEngine struct {
	open func(requestID string, cmd mla.Command, p mla.Profile) (desk.Outcome, error)
	do   func(requestID string, cmd mla.Command) (desk.Outcome, error)
	ping func() error
}

func (f *fakeEngine) Open(_ context.Context, id string, cmd mla.Command, p mla.Profile) (desk.Outcome, error) {
	return f.open(id, cmd, p)
}

func (f *fakeEngine) Do(_ context.Context, id string, cmd mla.Command) (desk.Outcome, error) {
	return f.do(id, cmd)
}
func (f *fakeEngine) Ping(context.Context) error { return f.ping() }

type fakeLaw func(d mla.Draft) (mla.Profile, error)

func (f fakeLaw) Profile(d mla.Draft) (mla.Profile, error) { return f(d) }

// fakeLetters renders a PDF that names what it was made of, its instant included.
type fakeLetters struct{}

func (fakeLetters) SealedAnnex(_ context.Context, in LetterInput, rows []desk.Sealed) ([]byte, error) {
	return []byte("%PDF-annex " + in.Lang + " " + rows[0].Name), nil
}

func (fakeLetters) Request(_ context.Context, in LetterInput) ([]byte, error) {
	return fmt.Appendf(nil, "%%PDF-1.7\n%s %s %s %s %v %v", in.Reference, in.DraftSHA256, in.Lang, in.At, in.Translations, in.Names), nil
}

func (fakeLetters) Evidence(_ context.Context, in EvidenceInput) ([]byte, error) {
	return fmt.Appendf(nil, "%%PDF-1.7\n%s %s %s %s", in.Reference, in.Item, in.Certificate.TextSHA256, in.Text), nil
}

func (fakeLetters) Terms(from, to string) ([]Term, error) {
	return []Term{{"Titulaire du compte", "Account holder"}}, nil
}

func (fakeLetters) Segments(d mla.Draft) []Segment {
	return []Segment{{ID: "purpose", Field: "purpose", Text: d.Purpose}}
}

// fakeFiles keeps documents in memory.
type fakeFiles struct{ byHash map[string][]byte }

func (f fakeFiles) Put(_ context.Context, r io.Reader, mime string, _ int64) (mla.DocRef, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return mla.DocRef{}, fmt.Errorf("put: %w", err)
	}
	sum := sha256.Sum256(data)
	ref := mla.DocRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)), MIME: mime}
	f.byHash[ref.SHA256] = data
	return ref, nil
}

func (f fakeFiles) Get(_ context.Context, sha string) (io.ReadCloser, error) {
	data, ok := f.byHash[sha]
	if !ok {
		return nil, fmt.Errorf("no document")
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}
