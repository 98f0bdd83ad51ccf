package casesystem

import (
	"encoding/json"
	"fmt"
	"time"
)

// EventType is the CloudEvents type of a delivery. A change that a receiver must know of gets a new one.
const EventType = "org.rogatory.evidence.delivered.v1"

// Event is the body of the POST: CloudEvents 1.0, structured JSON.
type Event struct {
	SpecVersion     string    `json:"specversion"`
	Type            string    `json:"type"`
	Source          string    `json:"source"`
	ID              string    `json:"id"`      // the delivery's id
	Subject         string    `json:"subject"` // the request's reference
	Time            time.Time `json:"time"`
	DataContentType string    `json:"datacontenttype"`
	Data            EventData `json:"data"`
}

// EventData is the manifest of the delivery.
type EventData struct {
	Case   string      `json:"case"`
	Kind   string      `json:"kind"`
	Digest string      `json:"digest"` // equal at every attempt, while the links differ
	Items  []EventItem `json:"items"`
}

// EventItem is one document: what it is, what it may be used for, and where to fetch it.
type EventItem struct {
	Name          string    `json:"name"`
	SHA256        string    `json:"sha256"`
	Size          int64     `json:"size"`
	MIME          string    `json:"mime"`
	Measure       string    `json:"measure,omitempty"`
	Custodian     string    `json:"custodian,omitempty"`
	AllowedUse    string    `json:"allowed_use,omitempty"`
	ReceivedOn    string    `json:"received_on,omitempty"`
	TranslationOf string    `json:"translation_of,omitempty"`
	Href          string    `json:"href"`
	HrefExpires   time.Time `json:"href_expires"`
}

func (h *HTTP) event(d Delivery, exp time.Time) ([]byte, error) {
	e := Event{
		SpecVersion: "1.0", Type: EventType, Source: h.cfg.Source,
		ID: d.ID, Subject: d.RequestRef, Time: d.At.UTC(), DataContentType: "application/json",
		Data: EventData{Case: d.CaseRef, Kind: d.Kind, Digest: d.Digest()},
	}
	for _, it := range d.Items {
		e.Data.Items = append(e.Data.Items, EventItem{
			Name: FileName(it.Name), SHA256: it.Doc.SHA256, Size: it.Doc.Size, MIME: it.Doc.MIME,
			Measure: it.Measure, Custodian: it.Custodian, AllowedUse: it.AllowedUse,
			ReceivedOn: it.ReceivedOn, TranslationOf: it.TranslationOf,
			Href: h.cfg.Links.Sign(d.ID, it.Doc.SHA256, exp), HrefExpires: exp.UTC().Truncate(time.Second),
		})
	}
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("casesystem: event: %w", err)
	}
	return b, nil
}
