package transjob

import (
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/translation"
)

// states is how a unit's state is called in a file for other tools.
var states = map[string]string{
	Todo: translation.StateInitial, string(desk.UnitFromMemory): translation.StateTranslated,
	string(desk.UnitDraft): translation.StateTranslated, string(desk.UnitChecked): translation.StateReviewed,
}

// File is the job as it leaves for a translator's tool.
func (j *Job) File(w Words) translation.Job {
	out := translation.Job{ID: j.Name, SourceSHA256: j.SourceSHA256, SourceLang: j.From, TargetLang: j.To, Names: w.Names}
	for _, u := range j.Units {
		f := translation.JobUnit{ID: u.ID, Place: u.Place, Source: u.Source, Target: u.Target, State: states[u.Status()]}
		if u.Note != "" {
			f.Notes = []string{u.Note}
		}
		out.Units = append(out.Units, f)
	}
	return out
}

// Taken are the units of a file as they are to be saved on top of what the job
// holds. Notes of the file stay in the file.
func (j *Job) Taken(units []translation.JobUnit) []desk.TranslationUnit {
	var out []desk.TranslationUnit
	for _, t := range units {
		u, ok := j.Unit(t.ID)
		if !ok {
			continue
		}
		state := desk.UnitDraft
		if t.State == translation.StateReviewed || t.State == translation.StateFinal {
			state = desk.UnitChecked
		}
		out = append(out, desk.TranslationUnit{ID: u.ID, Place: u.Place, Source: u.Source, Target: t.Target, State: state, Note: u.Note, Version: u.Version})
	}
	return out
}

// Pairs are the translated sentences of the job, for a memory of the translator's own.
func (j *Job) Pairs() []translation.Entry {
	var out []translation.Entry
	for _, u := range j.Units {
		if u.Status() != Todo && !u.Free() {
			out = append(out, translation.Entry{SourceLang: j.From, TargetLang: j.To, Source: u.Source, Target: u.Target})
		}
	}
	return out
}
