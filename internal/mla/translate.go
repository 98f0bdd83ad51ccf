package mla

// Translating says whether the actor may write in the translation of a text of
// the request: of the frozen text for an empty item, otherwise of that item of
// the answer. nil where they may; what was certified is not written in again.
func (s *State) Translating(a Actor, item string) *Error {
	const command = "save_translation"
	if a.Role != Translator || s.Translator == "" || s.Translator != a.ID {
		return Refuse(CodeNotAllowed, "translator", "role", string(a.Role), "command", command)
	}
	if s.Phase.Terminal() {
		return Refuse(CodeRequestEnded, "", "phase", string(s.Phase))
	}
	if item != "" {
		e, ok := s.Item(item)
		if !ok {
			return Refuse(CodeNotFound, "evidence", "value", item)
		}
		if !e.NeedsTranslation() {
			return Refuse(CodeAlreadyDone, "evidence", "value", item)
		}
		return nil
	}
	switch {
	case s.Frozen == nil:
		return Refuse(CodeWrongPhase, "phase", "phase", string(s.Phase), "command", command, "needs", string(PhaseInTranslation))
	case s.TranslateTo == "":
		return Refuse(CodeNotFound, "language")
	case s.Translation != nil:
		return Refuse(CodeAlreadyDone, "translation")
	}
	return nil
}
