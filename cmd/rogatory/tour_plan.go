package main

import (
	"context"
	"time"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func newTrip(a *app, name, id string, people map[string]caller) *trip {
	zone, err := a.book.Zone("Europe/Paris")
	today := func() workday.Date { return zone.Date(a.clock.Now()) }
	if err != nil {
		zone = workday.UTC()
	}
	return &trip{name: name, tour: id, callers: people, today: today, now: a.clock.Now}
}

// plan lays out the trips: a judicial request for each State, one of them tied
// to a preservation, and one police request. Each has its own bad luck.
func (t *tour) plan() []func(context.Context) error {
	preservation := t.trip("PH preservation")
	sealed := make(chan string, 1)
	ackAllowed := make(chan struct{})
	return []func(context.Context) error{
		func(ctx context.Context) error { return preserve(ctx, preservation, sealed, ackAllowed) },
		t.philippines(sealed, ackAllowed),
		t.romania(), t.india(), t.laos(), t.police(),
	}
}

// preserve keeps data in the Philippines until the follow-up request is received.
func preserve(ctx context.Context, p *trip, opened chan<- string, remindedEnough chan<- struct{}) error {
	if err := p.open(ctx, fixture.PreservationOrder("PH")); err != nil {
		return err
	}
	opened <- p.ref
	if err := chain(ctx,
		func(ctx context.Context) error { return p.submit(ctx, "submit") },
		func(ctx context.Context) error { return p.travel(ctx, 1, "") },
	); err != nil {
		return err
	}
	err := p.give(ctx, "confirm preserved", "officier", "confirm-preserved", func() (map[string]any, error) {
		// The other side keeps the data for a year, more than the treaty's minimum.
		return map[string]any{"on": p.today(), "until": p.today().AddDays(365), "foreign_ref": "24-7/" + p.ref}, nil
	})
	if err != nil {
		return err
	}
	// The alarms of days 30, 45 and 55 must have come before the follow-up arrives.
	if err := p.silence(ctx, "BUD_PRESERVE_INT", "r1", "r2", "r3"); err != nil {
		return err
	}
	close(remindedEnough)
	_, err = p.until(ctx, "follow-up received abroad", func(v view) bool { return v.Phase == mla.PhaseFollowedByMLA })
	return err
}

// philippines follows the preservation with an art. 31 request; its case system
// is down when the answer is delivered.
func (t *tour) philippines(preservation <-chan string, ackAllowed <-chan struct{}) func(context.Context) error {
	p := t.trip("PH judicial")
	return func(ctx context.Context) error {
		var ref string
		select {
		case ref = <-preservation:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := p.open(ctx, fixture.FollowUp("PH", ref)); err != nil {
			return err
		}
		if err := chain(ctx,
			func(ctx context.Context) error { return p.submit(ctx, "submit") },
			func(ctx context.Context) error { return p.approve(ctx, "approve") },
			p.signAndTranslate,
			func(ctx context.Context) error { return p.travel(ctx, 1<<10, "") },
		); err != nil {
			return err
		}
		p.doing("travelling, until the preservation's alarms have come")
		select {
		case <-ackAllowed:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := chain(ctx, p.acknowledge, p.decided,
			func(ctx context.Context) error { return p.respond(ctx, "answer", "full", "M1", "en") },
			p.translateAnswer,
		); err != nil {
			return err
		}
		// The case system is down from now until a person was told, and no longer: a tour
		// that is killed and walked again must not use up the patience of other deliveries.
		t.l.receiver.SetDown(true)
		if err := p.assess(ctx, "assess", true); err != nil {
			return err
		}
		_, err := p.until(ctx, "case system is down: a person is told", func(v view) bool {
			return len(v.Deliveries) > 0 && (v.Deliveries[0].Status == "stuck" || v.Deliveries[0].Status == "acknowledged")
		})
		if err != nil {
			return err
		}
		t.l.receiver.SetDown(false)
		return chain(ctx, p.deliverAndClose, p.handLetters)
	}
}

// romania stays silent on the acknowledgement and on the decision, and answers
// in Romanian.
func (t *tour) romania() func(context.Context) error {
	p := t.trip("RO judicial")
	return func(ctx context.Context) error {
		if err := p.open(ctx, fixture.Judicial("RO")); err != nil {
			return err
		}
		return chain(ctx,
			func(ctx context.Context) error { return p.submit(ctx, "submit") },
			func(ctx context.Context) error { return p.approve(ctx, "approve") },
			p.signAndTranslate,
			func(ctx context.Context) error { return p.travel(ctx, 1<<10, "") },
			func(ctx context.Context) error { return p.silence(ctx, "EIO_ACK") },
			p.handLetters,
			p.acknowledge,
			func(ctx context.Context) error { return p.silence(ctx, "EIO_DECISION") },
			p.handLetters,
			p.decided,
			func(ctx context.Context) error { return p.respond(ctx, "answer", "full", "M1", "ro") },
			p.translateAnswer,
			func(ctx context.Context) error { return p.assess(ctx, "assess", true) },
			p.handLetters, p.deliverAndClose,
		)
	}
}

// india waits long for the magistrate, and one hop sends the file back incomplete.
func (t *tour) india() func(context.Context) error {
	p := t.trip("IN judicial")
	return func(ctx context.Context) error {
		if err := p.open(ctx, fixture.Judicial("IN")); err != nil {
			return err
		}
		if err := chain(ctx,
			func(ctx context.Context) error { return p.submit(ctx, "submit") },
			func(ctx context.Context) error { return p.silence(ctx, "APPROVE_DUTY") },
			func(ctx context.Context) error { return p.approve(ctx, "approve") },
			p.signAndTranslate,
			func(ctx context.Context) error { return p.travel(ctx, 2, "") },
		); err != nil {
			return err
		}
		return chain(ctx,
			func(ctx context.Context) error {
				return p.give(ctx, "came back", "bepi", "return-incomplete", func() (map[string]any, error) {
					return map[string]any{"cause": "R03", "on": p.today(), "back_to": 1, "note": "Les textes de loi ne sont pas joints."}, nil
				})
			},
			func(ctx context.Context) error {
				return p.give(ctx, "cure", "officier", "cure", func() (map[string]any, error) {
					up, err := p.paper(ctx, "officier", "cure", "fr", "textes de loi")
					return map[string]any{"note": "Extraits de loi joints.", "docs": []any{map[string]any{"id": up.ID}}}, err
				})
			},
			func(ctx context.Context) error { return p.travel(ctx, 1<<10, " again") },
			p.acknowledge, p.decided,
			func(ctx context.Context) error {
				return p.give(ctx, "supplement asked", "officier", "ask-supplement", func() (map[string]any, error) {
					return map[string]any{"on": p.today(), "question": "Préciser la période des relevés."}, nil
				})
			},
			func(ctx context.Context) error {
				return p.give(ctx, "supplement given", "officier", "answer-supplement", func() (map[string]any, error) {
					return map[string]any{"on": p.today(), "text": "Du 1er juin au 31 décembre 2025."}, nil
				})
			},
			func(ctx context.Context) error { return p.respond(ctx, "answer", "full", "M1", "en") },
			p.translateAnswer,
			func(ctx context.Context) error { return p.assess(ctx, "assess", true) },
			p.handLetters, p.deliverAndClose,
		)
	}
}

// laos is slow at a hop that no clerk of ours sees, and answers in two parts.
func (t *tour) laos() func(context.Context) error {
	p := t.trip("LA judicial")
	return func(ctx context.Context) error {
		if err := p.open(ctx, fixture.Judicial("LA")); err != nil {
			return err
		}
		return chain(ctx,
			func(ctx context.Context) error { return p.submit(ctx, "submit") },
			func(ctx context.Context) error { return p.approve(ctx, "approve") },
			p.signAndTranslate,
			func(ctx context.Context) error { return p.travel(ctx, 3, "") },
			func(ctx context.Context) error { return p.silence(ctx, "HOP_EXPECTED") },
			func(ctx context.Context) error { return p.travel(ctx, 1<<10, "") },
			p.handLetters, p.acknowledge, p.decided,
			func(ctx context.Context) error { return p.respond(ctx, "part", "partial", "M1", "fr") },
			func(ctx context.Context) error { return p.assess(ctx, "assess the part", false) },
			func(ctx context.Context) error { return p.respond(ctx, "rest", "full", "M2", "fr") },
			func(ctx context.Context) error { return p.assess(ctx, "assess", true) },
			p.handLetters, p.deliverAndClose,
		)
	}
}

// police is an urgent message with a child in danger: hours, not days.
func (t *tour) police() func(context.Context) error {
	p := t.trip("PH police")
	return func(ctx context.Context) error {
		if err := p.open(ctx, fixture.PoliceMessage("PH")); err != nil {
			return err
		}
		return chain(ctx,
			func(ctx context.Context) error {
				return p.give(ctx, "declare danger", "officier", "declare-danger", nil)
			},
			func(ctx context.Context) error { return p.submit(ctx, "submit") },
			func(ctx context.Context) error {
				return p.give(ctx, "alert", "officier", "safeguard-alert", func() (map[string]any, error) {
					return map[string]any{"channel": "i247", "number": "I247/" + p.ref, "at": p.now().Format(time.RFC3339)}, nil
				})
			},
			func(ctx context.Context) error { return p.travel(ctx, 1<<10, "") },
			func(ctx context.Context) error { return p.silence(ctx, "INTERPOL_24_7_URGENT") },
			p.acknowledge,
			func(ctx context.Context) error { return p.silence(ctx, "SAFEGUARD_OUTCOME") },
			func(ctx context.Context) error {
				return p.give(ctx, "outcome", "officier", "safeguard-outcome", func() (map[string]any, error) {
					return map[string]any{"outcome": "child_safe", "at": p.now().Format(time.RFC3339), "note": "Mesure de protection prise localement."}, nil
				})
			},
			func(ctx context.Context) error { return p.respond(ctx, "answer", "full", "M1", "fr") },
			func(ctx context.Context) error { return p.assess(ctx, "assess", true) },
			p.deliverAndClose,
		)
	}
}

// chain takes steps one after the other.
func chain(ctx context.Context, steps ...func(context.Context) error) error {
	for _, s := range steps {
		if err := s(ctx); err != nil {
			return err
		}
	}
	return nil
}
