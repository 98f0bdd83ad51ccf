// Package mail sends messages to our own people over SMTP. Nothing it sends leaves for a foreign
// authority: that needs a person and a channel.
package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Message is a plain text mail to one person.
type Message struct {
	// ID becomes the Message-ID. Give the key of the effect ("<request>/<step>/<seq>"): the same key always
	// gives the same Message-ID, so a mailbox, or a person, recognises a repeat. SMTP itself does not.
	// An ID that already has the form local@domain is used as it is.
	ID      string
	To      string // one address, with or without a display name
	Subject string
	Text    string
	// Attachments travel in memory; documents of a case are linked to, not attached.
	Attachments []Attachment
}

// Attachment is a small file, such as a calendar entry.
type Attachment struct {
	Name string
	MIME string
	Data []byte
}

// ErrPermanent marks an error that sending again cannot mend: the message itself is malformed or the
// server refused it for good (5xx). Every other error is worth another attempt.
var ErrPermanent = errors.New("mail: refused for good")

var (
	messageID = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{1,200}@[A-Za-z0-9.-]{1,200}$`)
	mediaType = regexp.MustCompile(`^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+(; ?[a-z]+=[A-Za-z0-9._-]+)*$`)
)

// MessageID is the Message-ID, without angle brackets, for an effect key: readable where the key's
// letters allow it, and always carrying a digest, so that two keys never share one.
func MessageID(key, domain string) string {
	sum := sha256.Sum256([]byte(key))
	readable := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-') {
			return r
		}
		return '.'
	}, key)
	if len(readable) > 80 {
		readable = readable[:80]
	}
	return strings.Join(strings.FieldsFunc(readable+"."+hex.EncodeToString(sum[:8]), func(r rune) bool { return r == '.' }), ".") + "@" + domain
}

// check refuses what could break out of its header. Errors name the field, never its content.
func (m Message) check() (to *netmail.Address, err error) {
	for _, f := range []struct{ field, value string }{{"id", m.ID}, {"to", m.To}, {"subject", m.Subject}} {
		if !oneLine(f.value) {
			return nil, fmt.Errorf("%w: %s is empty, not UTF-8 or has control characters", ErrPermanent, f.field)
		}
	}
	if to, err = netmail.ParseAddress(m.To); err != nil {
		return nil, fmt.Errorf("%w: to is not one address", ErrPermanent)
	}
	if !utf8.ValidString(m.Text) || strings.ContainsRune(m.Text, 0) {
		return nil, fmt.Errorf("%w: text is not UTF-8", ErrPermanent)
	}
	for i, a := range m.Attachments {
		if !oneLine(a.Name) || strings.ContainsAny(a.Name, `/\"`) || !mediaType.MatchString(a.MIME) {
			return nil, fmt.Errorf("%w: attachment %d has a bad name or media type", ErrPermanent, i)
		}
	}
	return to, nil
}

func oneLine(s string) bool {
	return s != "" && utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	}) < 0
}
