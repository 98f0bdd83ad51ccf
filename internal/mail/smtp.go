package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// timeout bounds each step of the conversation with the server. It is real time at any clock speed.
const timeout = 30 * time.Second

// Config says where mail goes.
type Config struct {
	// URL is smtp://user:pass@host:port (STARTTLS is mandatory, except to the loopback, which leaves
	// no machine) or smtps:// (TLS from the first byte). User and password may be missing.
	URL string
	// From is our own address, with or without a display name; its domain also ends our Message-IDs.
	From string
	// Now dates the messages; real time, because mail servers distrust dates to come.
	Now func() time.Time
	// TLS is for a private certificate authority; nil trusts the machine's.
	TLS *tls.Config
}

// SMTP sends each message over a connection of its own: there are few, and an idle
// connection only fails later. Safe for concurrent use.
type SMTP struct {
	host    string
	options []gomail.Option
	from    *netmail.Address
	domain  string
	now     func() time.Time
}

// NewSMTP checks the configuration without connecting. Its errors never contain the password.
func NewSMTP(cfg Config) (*SMTP, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return nil, errors.New("mail: SMTP URL is not smtp://[user:pass@]host[:port] or smtps://…")
	}
	from, err := netmail.ParseAddress(cfg.From)
	if err != nil {
		return nil, errors.New("mail: sender address is malformed")
	}
	if cfg.Now == nil {
		return nil, errors.New("mail: no clock")
	}
	options, err := connection(u, cfg.TLS)
	if err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	return &SMTP{host: u.Hostname(), options: options, from: from, domain: domain, now: cfg.Now}, nil
}

func connection(u *url.URL, tlsConfig *tls.Config) ([]gomail.Option, error) {
	ip := net.ParseIP(u.Hostname())
	if ip != nil && ip.To4() == nil {
		return nil, errors.New("mail: name the SMTP host instead of its IPv6 address")
	}
	loopback := u.Hostname() == "localhost" || ip.IsLoopback()
	options := []gomail.Option{gomail.WithTimeout(timeout)}
	port, auth := 587, gomail.SMTPAuthAutoDiscover
	switch {
	case u.Scheme == "smtps":
		port = 465
		options = append(options, gomail.WithSSL())
	case loopback:
		port, auth = 25, gomail.SMTPAuthPlainNoEnc
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if u.Port() != "" {
		n, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, errors.New("mail: SMTP port is not a number")
		}
		port = n
	}
	options = append(options, gomail.WithPort(port))
	if tlsConfig != nil {
		options = append(options, gomail.WithTLSConfig(tlsConfig))
	}
	if password, ok := u.User.Password(); ok {
		options = append(options, gomail.WithSMTPAuth(auth),
			gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return options, nil
}

// Send hands the message to the server and returns nil once the server took it. ErrPermanent means never
// again with this message; any other error may be tried later. After such an error it is unknown
// whether the server took it: the repeat carries the same Message-ID.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := s.compose(m)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return errors.New("mail: SMTP settings are refused by the client")
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() {
		return nil // a farewell that fails after the server's 250 changes nothing
	}
	return classify(ctx, err)
}

func (s *SMTP) compose(m Message) (*gomail.Msg, error) {
	to, err := m.check()
	if err != nil {
		return nil, err
	}
	id := m.ID
	if !messageID.MatchString(id) {
		id = MessageID(m.ID, s.domain)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(s.from)
	msg.ToMailAddress(to)
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(id)
	msg.SetDateWithValue(s.now())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday replies, please
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	for _, a := range m.Attachments {
		if err := msg.AttachReader(a.Name, bytes.NewReader(a.Data), gomail.WithFileContentType(gomail.ContentType(a.MIME))); err != nil {
			return nil, fmt.Errorf("%w: attachment", ErrPermanent)
		}
	}
	return msg, nil
}

// classify keeps the server's code and drops its words, which often repeat the recipient's address.
// A 5xx before the message is spoken of, such as a wrong password, is about us and not
// about the message: once the settings are mended the same message goes through.
func classify(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("mail: %w", ctx.Err())
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return errors.New("mail: no session with the server (address, TLS or credentials)")
	}
	code := refused.ErrorCode()
	if code >= 500 && code <= 599 {
		return fmt.Errorf("%w: code %d while %s", ErrPermanent, code, refused.Reason)
	}
	return fmt.Errorf("mail: not sent, code %d while %s", code, refused.Reason)
}
