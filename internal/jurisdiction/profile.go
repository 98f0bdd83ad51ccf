package jurisdiction

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// ProfileInput is what selects the law of one request. Empty fields take the
// data's default.
type ProfileInput struct {
	State string
	// Track may be left empty: the form decides it.
	Track mla.Track
	Form  mla.Form
	// Channel defaults to the State's first that carries the form.
	Channel string
	// Instruments default to all in force that fit the form, best first.
	Instruments []string
	// TranslateTo asks for a language although French is accepted, or chooses
	// among those accepted.
	TranslateTo string
	// Urgency is normal or urgent; empty is normal.
	Urgency string
	// Measures are the kinds asked for; some clocks run for some kinds only.
	Measures []string
	// Overlay holds imported holidays by State code.
	Overlay map[string][]workday.Holiday
	// On is the day on which the request is opened: the version of a clock that
	// is law on it governs. Zero takes the newest version.
	On workday.Date
}

// Profile selects the snapshot that governs a request. Errors are *mla.Error
// with the field: unknown_state, unknown_form, form_not_for_track,
// form_not_carried, unknown_channel, channel_not_for_form, unknown_instrument,
// instrument_not_for_form, instrument_not_in_force, language_not_accepted,
// unknown_urgency, unknown_measure_kind.
func (b *Book) Profile(in ProfileInput) (mla.Profile, error) {
	s, err := b.requested(in.State)
	if err != nil {
		return mla.Profile{}, err
	}
	track, err := trackOf(in)
	if err != nil {
		return mla.Profile{}, err
	}
	if err := b.checkInput(in); err != nil {
		return mla.Profile{}, err
	}
	channel, err := s.channel(in.Form, in.Channel)
	if err != nil {
		return mla.Profile{}, err
	}
	instruments, err := s.chosen(in.Form, in.Instruments)
	if err != nil {
		return mla.Profile{}, err
	}
	language, err := b.language(s, track, in.TranslateTo)
	if err != nil {
		return mla.Profile{}, err
	}
	home := b.Home()
	p := mla.Profile{
		State: in.State, Track: track, Form: in.Form,
		Path:              s.path(channel),
		Instruments:       instruments,
		Paper:             channel.Paper,
		TranslateTo:       language,
		AcceptedLanguages: s.Languages(track),
		Template:          b.templateFor(in.State, in.Form),
		Bilingual:         language != "" && b.bilingual(in.State, in.Form),
		ExpectedAnswer:    s.expectation(track, in.Form, channel.ID),
		Gates:             s.gates(track),
		HomeCalendar:      b.calendars[b.home].With(in.Overlay[b.home]...),
		AbroadCalendar:    b.calendars[in.State].With(in.Overlay[in.State]...),
		HomeZone:          b.zones[home.raw.Zone.ID],
		AbroadZone:        b.zones[s.raw.Zone.ID],
	}
	p.Papers = s.papersOn(channel, in.Form)
	p.Clocks = b.profileClocks(situation{
		state: in.State, channel: channel.ID, urgency: urgency(in.Urgency),
		track: track, form: in.Form, measures: in.Measures, paper: channel.Paper, on: in.On,
	}, p.ExpectedAnswer)
	p.Ladders = b.profileLadders(p)
	return seal(p, b.version)
}

// seal sets the version and the hash. The hash is of the canonical JSON without
// both, so that a new version that changes nothing for a request keeps it.
func seal(p mla.Profile, version string) (mla.Profile, error) {
	p.Version, p.Hash = "", ""
	text, err := json.Marshal(p)
	if err != nil {
		return mla.Profile{}, fmt.Errorf("jurisdiction: hash of profile: %w", err)
	}
	sum := sha256.Sum256(text)
	p.Version, p.Hash = version, hex.EncodeToString(sum[:])
	return p, nil
}

// tracks says on which track a form travels.
var tracks = map[mla.Form]mla.Track{
	mla.FormEIO: mla.Judicial, mla.FormMLA: mla.Judicial, mla.FormLetterRogatory: mla.Judicial,
	mla.FormBudapest31: mla.Judicial, mla.FormBudapest29: mla.Preservation, mla.FormPoliceMessage: mla.Police,
}

func trackOf(in ProfileInput) (mla.Track, error) {
	track, ok := tracks[in.Form]
	if !ok {
		return "", mla.Refuse("unknown_form", "form", "form", string(in.Form))
	}
	if in.Track != "" && in.Track != track {
		return "", mla.Refuse("form_not_for_track", "track", "form", string(in.Form), "track", string(in.Track))
	}
	return track, nil
}

func (b *Book) checkInput(in ProfileInput) error {
	if u := urgency(in.Urgency); u != "normal" && u != "urgent" {
		return mla.Refuse("unknown_urgency", "urgency", "urgency", in.Urgency)
	}
	for _, m := range in.Measures {
		if !b.knowsMeasure(m) {
			return mla.Refuse("unknown_measure_kind", "measures", "measure", m)
		}
	}
	return nil
}

func urgency(u string) string {
	if u == "" {
		return "normal"
	}
	return u
}

// channel finds the path asked for, or the first that carries the form.
func (s *State) channel(form mla.Form, id string) (rawChannel, error) {
	args := []string{"state", s.Code(), "form", string(form), "channel", id}
	if !slices.Contains(s.Forms(), form) {
		return rawChannel{}, mla.Refuse("form_not_carried", "form", append(args[:4:4], "forms", list(s.formsInstead(form)))...)
	}
	for _, c := range s.raw.Channels {
		carries := slices.Contains(c.Forms, form)
		switch {
		case id == "" && carries, id == c.ID && carries:
			return c, nil
		case id == c.ID:
			return rawChannel{}, mla.Refuse("channel_not_for_form", "channel", args...)
		}
	}
	return rawChannel{}, mla.Refuse("unknown_channel", "channel", args...)
}

// formsInstead are the forms that serve where the State carries none of a form:
// those that the catalogue names in place of all that the form is for elsewhere,
// as a police message in place of a preservation; else every form it carries.
func (s *State) formsInstead(form mla.Form) []mla.Form {
	var out []mla.Form
	for _, raw := range s.book.measures {
		elsewhere := slices.ContainsFunc(raw.Notes, func(n rawNote) bool { return slices.Contains(n.Forms, string(form)) })
		m := s.book.measure(raw, s.Code())
		if !elsewhere {
			continue
		}
		if m.Available || m.Instead == nil {
			return s.Forms()
		}
		for _, f := range m.Instead.Forms {
			if slices.Contains(s.Forms(), f) {
				out = union(out, []mla.Form{f})
			}
		}
	}
	if out == nil {
		return s.Forms()
	}
	return out
}

// chosen gives the legal bases relied on, best first.
func (s *State) chosen(form mla.Form, ids []string) ([]mla.Instrument, error) {
	known := s.Instruments("")
	for _, id := range ids {
		i := slices.IndexFunc(known, func(x Instrument) bool { return x.ID == id })
		args := []string{"instrument", id, "state", s.Code(), "form", string(form)}
		switch {
		case i < 0:
			return nil, mla.Refuse("unknown_instrument", "instruments", args[:4]...)
		case known[i].Status == statusNotInForce:
			return nil, mla.Refuse("instrument_not_in_force", "instruments", args[:4]...)
		case !slices.Contains(known[i].Forms, form):
			return nil, mla.Refuse("instrument_not_for_form", "instruments", args...)
		}
	}
	out := []mla.Instrument{}
	for _, i := range s.Instruments(form) {
		wanted := slices.Contains(ids, i.ID) || len(ids) == 0 && i.Auto
		if wanted && i.Status != statusNotInForce {
			out = append(out, i.Instrument)
		}
	}
	return out, nil
}

// language is the language a request must be translated into: none on the
// police and 24/7 channels, whose messages are rendered in the target language,
// and none where the State takes the original.
func (b *Book) language(s *State, track mla.Track, asked string) (string, error) {
	accepted := s.Languages(track)
	if asked != "" {
		if !slices.Contains(accepted, asked) {
			return "", mla.Refuse("language_not_accepted", "translate_to", "language", asked, "accepted", list(accepted))
		}
		if asked == b.original() {
			return "", nil
		}
		return asked, nil
	}
	if track != mla.Judicial || slices.Contains(accepted, b.original()) || len(accepted) == 0 {
		return "", nil
	}
	return accepted[0], nil
}

// original is the language in which requests are drafted.
func (b *Book) original() string { return b.Home().raw.Languages[0].Code }
