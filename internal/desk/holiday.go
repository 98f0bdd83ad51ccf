package desk

// HolidayImport is what became of an import of holidays.
type HolidayImport struct {
	// Added counts the days that were new; none for a repeat.
	Added int `json:"added"`
	// Requests counts the open requests whose periods are recomputed.
	Requests int `json:"requests"`
}
