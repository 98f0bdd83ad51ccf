package mla

// PreflightRules is the pre-flight's data: the words and severities of every
// check, reviewed by people, and the parameters of the rules.
type PreflightRules struct {
	Rules  map[string]PreflightRule
	Params PreflightParams
}

// PreflightRule is one return cause.
type PreflightRule struct {
	ID          string
	Name        Text
	Explanation Text
	Source      Source
	Checks      map[string]PreflightCheck
}

// PreflightCheck is one defect that the rule's function can find.
type PreflightCheck struct {
	ID       string
	Severity Severity
	Message  Text
	Cure     Text
	Source   Source
	House    bool
}

// OtherState is a State that the data does not know otherwise.
type OtherState struct {
	Code  string `yaml:"code"`
	Text  `yaml:",inline"`
	Words []string `yaml:"words"`
}

// PreflightParams are the numbers and lists that the rules work with. Words are
// written as people write them and compared without accents or case; one that
// ends in "$" is a whole word, any other the beginning of words.
type PreflightParams struct {
	// MinFacts and the like count characters.
	MinFacts       int `yaml:"min_facts"`
	MinNecessity   int `yaml:"min_necessity"`
	MinDescription int `yaml:"min_description"`
	MinPurpose     int `yaml:"min_purpose"`
	MinLawText     int `yaml:"min_law_text"`
	MinReason      int `yaml:"min_reason"`
	MinQuestions   int `yaml:"min_questions"`
	// LinkWords tie evidence to facts; OpenEnded ask for everything; Placeholders
	// stand for what is still to be typed.
	LinkWords    []string `yaml:"link_words"`
	OpenEnded    []string `yaml:"open_ended"`
	Placeholders []string `yaml:"placeholders"`
	// ConductWords name acts; GroupWords an organised group.
	ConductWords []string `yaml:"conduct_words"`
	GroupWords   []string `yaml:"group_words"`
	LawAttached  []string `yaml:"law_attached"`
	// DualNotRequired are the States that ask for none.
	DualNotRequired []string `yaml:"dual_not_required"`
	// AnnexD are the 32 categories, as beginnings of what is typed.
	AnnexD []string `yaml:"annex_d"`

	// StateWords tell a State by the names of its places and authorities; HomeWords
	// those of the requesting State. PlaceWords are, by State, the groups of words
	// of which an address on the ground shows one each.
	StateWords map[string][]string   `yaml:"state_words"`
	PlaceWords map[string][][]string `yaml:"place_words"`
	// OtherStates are those to which a request goes astray; the loader adds them to StateWords.
	OtherStates []OtherState `yaml:"-"`
	// Authorities are, by State, the groups of words that each mean one authority.
	Authorities map[string][][]string `yaml:"authorities"`
	// AuthorityWords are common to the names of authorities anywhere.
	AuthorityWords []string `yaml:"authority_words"`
	OnSite         []string `yaml:"on_site"`
	NCBWords       []string `yaml:"ncb_words"`

	PoliceWords    []string            `yaml:"police_words"`
	OtherIssuers   []string            `yaml:"other_issuers"`
	JudicialWords  []string            `yaml:"judicial_words"`
	NatureCapacity map[string][]string `yaml:"nature_capacity"`
	// NatureNames shows the first of them as they are written.
	NatureNames map[string]string `yaml:"-"`
	// Scripts are, by State, the first and last code point of its script.
	Scripts map[string][]int `yaml:"scripts"`
	// NameLanguages are, by State, the languages in which names are written there
	// beside those that it takes requests in.
	NameLanguages map[string][]string `yaml:"name_languages"`

	// ShortHosts shorten addresses: what they lead to is not written in them.
	ShortHosts      []string `yaml:"short_hosts"`
	AccountRegister []string `yaml:"account_register"`
	MaxPeriodDays   int      `yaml:"max_period_days"`
	MaxBankDays     int      `yaml:"max_bank_days"`
	// Retention is, by State, for how many months which kinds are kept.
	Retention map[string]Retention `yaml:"-"`

	CoerciveWords []string `yaml:"coercive_words"`
	PendingWords  []string `yaml:"pending_words"`
	DangerWords   []string `yaml:"danger_words"`
	GenericWords  []string `yaml:"generic_words"`
	RightsWords   []string `yaml:"rights_words"`
	ConsentWords  []string `yaml:"consent_words"`
	// Unavailable are formalities that the State's law does not take.
	Unavailable []Formality `yaml:"-"`
	CostlyKinds []string    `yaml:"costly_kinds"`
	// ReciprocityExpected are the States with which it is offered beside any other basis.
	ReciprocityExpected []string `yaml:"reciprocity_expected"`
	// PrivateMail are the domains of private mailboxes.
	PrivateMail []string `yaml:"private_mail"`

	ReadableMIME   []string `yaml:"readable_mime"`
	ArchiveMIME    []string `yaml:"archive_mime"`
	ImageWords     []string `yaml:"image_words"`
	AnnouncedWords []string `yaml:"announced_words"`

	PreservationDays int      `yaml:"preservation_days"`
	FollowUpWords    []string `yaml:"follow_up_words"`
	KeptWords        []string `yaml:"kept_words"`
	LapseWords       []string `yaml:"lapse_words"`
	ParallelWords    []string `yaml:"parallel_words"`
	AlsoSentWords    []string `yaml:"also_sent_words"`

	MinorWords    []string `yaml:"minor_words"`
	SchoolWords   []string `yaml:"school_words"`
	StreetWords   []string `yaml:"street_words"`
	DwellingWords []string `yaml:"dwelling_words"`

	// StructureOnly are the forms whose printed form follows an official one
	// without being it.
	StructureOnly []Form     `yaml:"structure_only"`
	Outdated      []Outdated `yaml:"-"`
	TrialWords    []string   `yaml:"trial_words"`

	MaxAttachments int              `yaml:"max_attachments"`
	MaxBytes       int64            `yaml:"max_bytes"`
	ChannelBytes   map[string]int64 `yaml:"channel_bytes"`
	FormBytes      map[Form]int64   `yaml:"form_bytes"`
	MaxMeasures    map[string]int   `yaml:"max_measures"`
}

// Retention says for how many months from the event a State's providers keep data.
type Retention struct {
	Months int      `yaml:"months"`
	Kinds  []string `yaml:"kinds"`
	Source Source   `yaml:"-"`
}

// Formality is something that a State's law does not take, told by its words.
type Formality struct {
	ID     string   `yaml:"id"`
	States []string `yaml:"states"`
	// Kinds limit it to requests with such a measure; none means any.
	Kinds []string `yaml:"kinds"`
	Words []string `yaml:"words"`
	// Unless are words that show that the limit is known.
	Unless []string `yaml:"unless"`
	Text   `yaml:",inline"`
	Source Source `yaml:"-"`
}

// Outdated is a form, section or text that is no longer, or not yet, the law.
type Outdated struct {
	ID     string   `yaml:"id"`
	States []string `yaml:"states"`
	Forms  []Form   `yaml:"forms"`
	Words  []string `yaml:"words"`
	Text   `yaml:",inline"`
	Source Source `yaml:"-"`
}

// PreflightChecks lists what the rules' functions can find. Data that lacks one,
// or has one more, is refused.
var PreflightChecks = map[string][]string{
	"R01": {"none", "unknown", "not_with_state", "not_in_force", "not_for_form", "articles_missing", "articles_other", "form_not_carried", "channel_unknown", "measure_unknown", "no_preservation", "eio_is_the_rule", "group_not_shown"},
	"R02": {"facts_missing", "facts_short", "facts_undated", "necessity_missing", "necessity_short", "purpose_missing", "purpose_short", "measures_missing", "description_missing", "description_short", "expected_missing", "open_ended", "no_link", "person_unknown", "person_missing", "person_unidentified", "label_invalid", "label_in_text", "measure_id", "placeholder"},
	"R03": {"offences_missing", "articles_missing", "text_missing", "text_short", "renumbered"},
	"R04": {"penalty_missing", "prescription_missing", "prescribed"},
	"R05": {"no_conduct", "category_missing", "category_unknown", "under_three_years"},
	"R06": {"addressee_missing", "other_state", "home_authority", "police_office", "place_missing", "place_vague", "place_elsewhere"},
	"R07": {"not_certified", "police_issuer", "wrong_issuer", "person_missing", "capacity_missing", "capacity_unknown", "nature_missing", "nature_mismatch", "authority_missing", "form_not_for_issuer"},
	"R08": {"language_not_accepted", "name_variant", "spelling_mixed", "script_mixed", "original_script", "register_differs", "register_near", "register_text"},
	"R09": {"missing", "value_missing", "placeholder", "kind_unknown", "ip_invalid", "ip_reserved", "ip_no_instant", "instant_no_offset", "instant_invalid", "instant_future", "ip_no_port", "port_invalid", "display_name", "provider_missing", "url_invalid", "email_invalid", "phone_no_country", "phone_invalid", "url_shortened", "iban_invalid", "iban_elsewhere", "bank_without_account", "account_without_bank", "mtcn_malformed", "imei_invalid"},
	"R10": {"missing", "half_open", "reversed", "too_long", "future", "retention", "outside_facts", "instant_outside"},
	"R11": {"missing", "pending", "hidden", "not_attached", "not_by_police"},
	"R12": {"no_reason", "reason_short", "no_date", "date_without_urgency", "danger_not_urgent", "danger_words", "level_unknown", "measure_urgent"},
	"R13": {"not_asked"},
	"R14": {"missing", "few", "rights_missing", "capacity_mismatch"},
	"R15": {"unavailable", "video_consent"},
	"R16": {"use_limitation", "reciprocity", "reciprocity_alternative", "costs", "transfer_ground", "assurance"},
	"R17": {"authority_missing", "person_missing", "email_missing", "email_invalid", "email_private", "phone_missing", "zone_missing", "zone_unknown", "hours_missing", "languages_missing"},
	"R18": {"image", "archive", "unreadable", "missing", "title_missing", "title_image", "announced"},
	"R19": {"lapsed", "before_arrival", "presumed_lapsed", "stated_lapsed", "no_follow_up", "no_reference"},
	"R20": {"within", "police", "same", "parallel_unreferenced", "confidentiality_differs"},
	"R21": {"person_minor", "label", "name", "birth", "address", "school", "place"},
	"R22": {"schema", "structure_only", "outdated"},
	"R23": {"several_authorities", "several_states", "sibling", "also_sent"},
	"R24": {"required_past", "before_answer", "trial_past", "trial_before_answer"},
	"R25": {"too_large", "too_many", "too_many_measures"},
}
