package triage

import (
	"time"

	"tiepdan/triage/calendar"
)

// Words for a destination that depends on the facts.
const (
	OfBody     = "@body"     // the body complained of
	OfSuperior = "@superior" // the body above it
	OfCourt    = "@court"    // the court that gave the judgment
	OfReview   = "@review"   // the procuracy that may protest the judgment
)

// Keys of destinations that code names beside the tables.
const (
	keyProvincial = "VKS_TINH"
	keyRegional   = "VKS_KV"
	keyDistrict   = "VKS_HUYEN" // until the reform
	keySupreme    = "VKSTC"
	keyHigh       = "VKSCC" // viện kiểm sát nhân dân cấp cao, until the reform

	// keyPoliceElsewhere is the investigating body of another province: what goes
	// there is no longer ours to count.
	keyPoliceElsewhere = "CQDT_TINH_KHAC"
)

// DestinationKeys lists every key that a decision can name (DOMAIN §2.7 and
// ours), for the office file to say which agency each one is; those of bodies
// abolished in 2025 among them.
func DestinationKeys() []string {
	return []string{
		keySupreme, "CQDT_VKSTC", keyProvincial, keyRegional, "VKS_TINH_KHAC", "VKSQS",
		"CQDT_CAT", "CQDT_BCA", "CQDT_QS", keyPoliceElsewhere, "CQ_DUOC_GIAO", "CA_TINH", "CA_XA",
		"TANDTC", "TAND_TINH", "TAND_KV", "TOAQS",
		"BTP", "THADS_TINH", "PHONG_THADS_KV",
		"TTG", "NTG", "TG",
		"UBND_TINH", "UBND_XA", "SO", "THANHTRA_TINH", "BAN_TCD",
		"UBKT", "BAN_NOICHINH", "TINHUY",
		"DDBQH", "HDND", "MTTQ", "BHXH", "THUE", "NGANHANG", "CQ_QUAN_DOI",
		keyHigh, keyDistrict, "CQDT_CAH", "TANDCC", "TAND_HUYEN", "CHICUC_THADS", "UBND_HUYEN",
	}
}

// twoTiers is the day from which there is no district level and there are no
// high-level courts and procuracies (DOMAIN §5). A level told as regional means
// the district's before it.
func twoTiers() calendar.Date { return calendar.NewDate(2025, time.July, 1) }

// provincialPolice is the day from which there are no police of districts.
func provincialPolice() calendar.Date { return calendar.NewDate(2025, time.March, 1) }

// era chooses between the body of a day before a change and the one since.
func era(on, change calendar.Date, before, since string) string {
	if on.Before(change) {
		return before
	}
	return since
}

// destination resolves the words that depend on the facts, for a day.
func destination(key string, f *Facts, on calendar.Date) string {
	switch key {
	case OfBody:
		return bodyKey(f, on)
	case OfSuperior:
		return superiorKey(f, on)
	case OfReview:
		switch f.court() {
		case CourtSupreme:
			return keySupreme
		case CourtProvincial, CourtHigh:
			return era(on, twoTiers(), keyHigh, keySupreme)
		}
		return era(on, twoTiers(), keyHigh, keyProvincial)
	case OfCourt:
		switch f.court() {
		case CourtProvincial:
			return "TAND_TINH"
		case CourtHigh:
			return era(on, twoTiers(), "TANDCC", "TAND_TINH")
		case CourtSupreme:
			return "TANDTC"
		case CourtRegional, CourtDistrict:
			return era(on, twoTiers(), "TAND_HUYEN", "TAND_KV")
		}
		court := *f
		court.Body = BodyCourt
		return bodyKey(&court, on)
	}
	return key
}

// pick chooses between what stands for a lower level and for a higher one; a level
// that is not known counts as the lower.
func (l Level) pick(low, high string) string {
	if l == LevelProvincial || l == LevelCentral {
		return high
	}
	return low
}

func bodyKey(f *Facts, on calendar.Date) string {
	pick := f.Level.pick
	switch f.Body {
	case BodyProcuracy:
		return pick(era(on, twoTiers(), keyDistrict, keyRegional), keyProvincial)
	case BodyInvestigation:
		if f.executive() { // a fine, or conduct off the case: the police as an office
			return "CA_TINH"
		}
		return pick(era(on, provincialPolice(), "CQDT_CAH", "CQDT_CAT"), "CQDT_CAT")
	case BodyAssigned:
		return "CQ_DUOC_GIAO"
	case BodyCommunePolice:
		return "CA_XA"
	case BodyCourt:
		return pick(era(on, twoTiers(), "TAND_HUYEN", "TAND_KV"), "TAND_TINH")
	case BodyCivilEnforce:
		return pick(era(on, twoTiers(), "CHICUC_THADS", "PHONG_THADS_KV"), "THADS_TINH")
	case BodyCustody:
		return pick("NTG", "TTG")
	case BodyPrison:
		return "TG"
	case BodyParty:
		return "UBKT"
	case BodyMilitary:
		return "CQ_QUAN_DOI"
	case BodyAdministration:
		if f.Level == LevelRegional && on.Before(twoTiers()) {
			return "UBND_HUYEN"
		}
		return pick("UBND_XA", "UBND_TINH")
	}
	return "BAN_TCD"
}

func superiorKey(f *Facts, on calendar.Date) string {
	pick := f.Level.pick
	switch f.Body {
	case BodyProcuracy:
		return pick(keyProvincial, keySupreme)
	case BodyInvestigation:
		return pick(era(on, provincialPolice(), "CQDT_CAT", "CQDT_BCA"), "CQDT_BCA")
	case BodyCommunePolice, BodyCustody:
		return "CA_TINH"
	case BodyCourt:
		return pick("TAND_TINH", era(on, twoTiers(), "TANDCC", "TANDTC"))
	case BodyCivilEnforce:
		return pick("THADS_TINH", "BTP")
	case BodyAdministration:
		return pick("UBND_TINH", "THANHTRA_TINH")
	}
	return bodyKey(f, on)
}

// executive says whether the matter is one of administration, not of proceedings.
func (f *Facts) executive() bool {
	return f.OutsideProceedings == Yes || f.Field == FieldAdministrative || f.Field == FieldOfficialDuty || f.Field == FieldPersonnel
}

// settlingKey says which of our tiers settles on a day: a head, and the people of
// the provincial procuracy, are the business of the unit above (conflict of
// interest).
func settlingKey(t Tier, f *Facts, on calendar.Date) string {
	if t == TierProvincial || f.Body == BodyProcuracy && (f.Role == RoleHead || f.Level == LevelProvincial) {
		return keyProvincial
	}
	return era(on, twoTiers(), keyDistrict, keyRegional)
}

// goes is the key of the destination of what the row decides.
func (r *compiled) goes(f *Facts, on calendar.Date) string {
	if r.Disposition == Settle {
		return settlingKey(r.Settles, f, on)
	}
	return destination(r.Destination, f, on)
}
