package triage

import (
	"fmt"
	"testing"

	"tiepdan/triage/calendar"
)

// TestEveryRowOfTheLaw holds, for each row of DOMAIN §2.5, what the law says of a
// natural case of it: written from the law, not from the table in code.
func TestEveryRowOfTheLaw(t *testing.T) {
	o := testOffice()
	const now, old = "2026-11-20", "2024-05-02"
	effective := calendar.NewDate(2026, 3, 2)
	for _, c := range []struct {
		row         int
		what, day   string
		facts       Facts
		disposition Disposition
		destination string
	}{
		{1, "a man is being stabbed in the street", now, Facts{Kind: CrimeReport, Field: FieldCriminal, Body: BodyPrivate, Danger: Yes}, RelayCrime, "CQDT_CAT"},
		{1, "a driver gives himself up", now, Facts{Kind: Surrender}, RelayCrime, "CQDT_CAT"},
		{2, "a judge takes a bribe", now, Facts{Kind: CrimeReport, Body: BodyCourt, JudicialOffender: Yes}, RelayCrime, "CQDT_VKSTC"},
		{3, "a swindle", now, Facts{Kind: CrimeReport, Body: BodyPrivate}, RelayCrime, "CQDT_CAT"},
		{3, "a sergeant steals", now, Facts{Kind: CrimeReport, Body: BodyMilitary, Military: Yes}, RelayCrime, "CQDT_QS"},
		{4, "a report lies for five months", now, Facts{Kind: CrimeReport, Body: BodyInvestigation, Ignored: Yes}, Demand, "CQDT_CAT"},
		{5, "the head of the investigators had him arrested", now, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, Role: RoleHead, Stage: StageInvestigation, Round: 1}, Settle, keyRegional},
		{5, "a deputy head of ours prolonged his detention", now, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyProcuracy, Role: RoleDeputy, Level: LevelRegional, Round: 1}, Settle, keyRegional},
		{6, "the head of a regional procuracy approved it", now, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyProcuracy, Role: RoleHead, Level: LevelRegional}, Settle, keyProvincial},
		{6, "the head of the provincial procuracy approved it", now, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial}, ReferProcuracy, "VKSTC"},
		{7, "second time about an arrest", now, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyInvestigation, Round: 2}, Settle, keyProvincial},
		{8, "the court had him detained", now, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyCourt, Stage: StageTrial, Level: LevelRegional}, Supervise, "TAND_KV"},
		{9, "an investigator's conduct of the case", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleOfficer, Round: 1}, Supervise, "CQDT_CAT"},
		{9, "the same of a deputy head", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleDeputy, Round: 1}, Supervise, "CQDT_CAT"},
		{9, "an investigator of a district, then", old, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Round: 1, Level: LevelRegional}, Supervise, "CQDT_CAH"},
		{10, "the head answered, it goes on", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Round: 2}, Settle, keyRegional},
		{11, "the head of the investigators", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleHead, Round: 1}, Settle, keyRegional},
		{11, "a decision that the procuracy approved", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, ApprovedByProcuracy: Yes, Round: 1}, Settle, keyRegional},
		{11, "… a second time", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, ApprovedByProcuracy: Yes, Round: 2}, Settle, keyProvincial},
		{12, "a ranger", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned, Role: RoleOfficer, Round: 1}, Supervise, "CQ_DUOC_GIAO"},
		{12, "a ranger, second", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned, Role: RoleOfficer, Round: 2}, Settle, keyRegional},
		{13, "the head of the rangers", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyAssigned, Role: RoleHead}, Settle, keyRegional},
		{14, "a prosecutor", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleOfficer, Level: LevelRegional, Round: 1}, Settle, keyRegional},
		{14, "a prosecutor, second", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleOfficer, Level: LevelRegional, Round: 2}, Settle, keyProvincial},
		{14, "a prosecutor of the province, second", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleOfficer, Level: LevelProvincial, Round: 2}, ReferProcuracy, "VKSTC"},
		{15, "the head of a regional procuracy", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelRegional}, Settle, keyProvincial},
		{16, "the head of the provincial procuracy", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial, Stage: StageTrial}, ReferProcuracy, "VKSTC"},
		{16, "the same at trial, then", old, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial, Stage: StageTrial}, ReferProcuracy, "VKSCC"},
		{17, "a judge before the trial", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Role: RoleOfficer, Level: LevelRegional, Round: 1}, Supervise, "TAND_KV"},
		{17, "a judge, second", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Role: RoleOfficer, Level: LevelRegional, Round: 2}, Supervise, "TAND_TINH"},
		{18, "a chief judge", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Role: RoleHead, Level: LevelRegional}, Supervise, "TAND_TINH"},
		{18, "the chief judge of the province, then", old, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyCourt, Role: RoleHead, Level: LevelProvincial}, Supervise, "TANDCC"},
		{19, "a complaint about a judgment that can be appealed", now, Facts{Kind: Complaint, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional, Final: No}}, Guide, "TAND_KV"},
		{19, "… that is final", now, Facts{Kind: Complaint, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional, Final: Yes}}, Settle, keyProvincial},
		{20, "an investigator denounced", now, Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyInvestigation, Role: RoleOfficer}, Supervise, "CQDT_CAT"},
		{20, "the head of a court denounced", now, Facts{Kind: Denunciation, Field: FieldCivilProc, Body: BodyCourt, Role: RoleHead, Level: LevelRegional}, Supervise, "TAND_TINH"},
		{20, "a ranger denounced", now, Facts{Kind: Denunciation, Field: FieldCriminalProc, Body: BodyAssigned}, Settle, keyRegional},
		{21, "an arrest denounced", now, Facts{Kind: Denunciation, Field: FieldArrest, Body: BodyInvestigation, Stage: StageInvestigation}, Settle, keyRegional},
		{22, "our prosecutor's debts", now, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Role: RoleOfficer, Level: LevelRegional}, Settle, keyRegional},
		{22, "a policeman's house on public land", now, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyInvestigation, OutsideProceedings: Yes}, Transfer, "CA_TINH"},
		{23, "the deputy head of a regional procuracy denounced", now, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Role: RoleDeputy, Level: LevelRegional}, Settle, keyProvincial},
		{23, "the head of the provincial procuracy denounced", now, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial}, ReferProcuracy, "VKSTC"},
		{24, "no visits in the house of custody", now, Facts{Kind: Complaint, Field: FieldDetention, Body: BodyCustody, Level: LevelRegional}, Settle, keyRegional},
		{24, "beaten in the detention camp", now, Facts{Kind: Denunciation, Field: FieldDetention, Body: BodyCustody, Level: LevelProvincial}, Settle, keyProvincial},
		{25, "no reduction of the sentence", now, Facts{Kind: Complaint, Field: FieldSentence, Body: BodyPrison}, Settle, keyProvincial},
		{26, "a clerk loses papers in a civil case", now, Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt, Role: RoleOfficer, Level: LevelRegional, Round: 1}, Supervise, "TAND_KV"},
		{26, "a judge in an administrative case", now, Facts{Kind: Complaint, Field: FieldAdminProc, Body: BodyCourt, Role: RoleOfficer, Level: LevelProvincial, Round: 1}, Supervise, "TAND_TINH"},
		{27, "the chief judge in a civil case", now, Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt, Role: RoleHead, Level: LevelRegional}, Supervise, "TAND_TINH"},
		{27, "a judge in a civil case, second", now, Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyCourt, Level: LevelRegional, Round: 2}, Supervise, "TAND_TINH"},
		{28, "a prosecutor at a civil trial", now, Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy, Role: RoleOfficer, Level: LevelRegional, Round: 1}, Settle, keyRegional},
		{28, "… second", now, Facts{Kind: Complaint, Field: FieldCivilProc, Body: BodyProcuracy, Role: RoleOfficer, Level: LevelRegional, Round: 2}, Settle, keyProvincial},
		{28, "the head of the province, then", old, Facts{Kind: Complaint, Field: FieldAdminProc, Body: BodyProcuracy, Role: RoleHead, Level: LevelProvincial}, ReferProcuracy, "VKSCC"},
		{29, "an executor seizes a house", now, Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleOfficer, Level: LevelRegional, Round: 1}, Supervise, "PHONG_THADS_KV"},
		{29, "the head of the provincial office", now, Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleHead, Level: LevelProvincial}, Supervise, "BTP"},
		{29, "an executor of a district, then", old, Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleOfficer, Level: LevelRegional, Round: 1}, Supervise, "CHICUC_THADS"},
		{30, "an executor denounced", now, Facts{Kind: Denunciation, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleOfficer, Level: LevelRegional}, Supervise, "PHONG_THADS_KV"},
		{30, "their head denounced", now, Facts{Kind: Denunciation, Field: FieldCivilEnforce, Body: BodyCivilEnforce, Role: RoleHead, Level: LevelRegional}, Supervise, "THADS_TINH"},
		{31, "enforcement sleeps, with a receipt", now, Facts{Kind: Complaint, Field: FieldCivilEnforce, Body: BodyCivilEnforce, OverdueProof: Yes}, Demand, "PHONG_THADS_KV"},
		{32, "the police do not answer, with a receipt", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, OverdueProof: Yes}, Demand, "CQDT_CAT"},
		{33, "review of a regional court's judgment", now, Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional, Final: Yes, Effective: effective}}, Settle, keyProvincial},
		{33, "… of a district court's, now", now, Facts{Kind: Cassation, Field: FieldCriminalProc, Body: BodyCourt, Judgment: Judgment{Court: CourtDistrict, Final: Yes}}, Settle, keyProvincial},
		{33, "… of a district court's, then", old, Facts{Kind: Cassation, Field: FieldCriminalProc, Body: BodyCourt, Judgment: Judgment{Court: CourtDistrict, Final: Yes}}, ReferProcuracy, "VKSCC"},
		{34, "review of a provincial court's judgment", now, Facts{Kind: Cassation, Field: FieldCriminalProc, Body: BodyCourt, Judgment: Judgment{Court: CourtProvincial, Final: Yes}}, ReferProcuracy, "VKSTC"},
		{34, "… of a high-level court's, then", old, Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt, Judgment: Judgment{Court: CourtSupreme, Final: Yes}}, ReferProcuracy, "VKSTC"},
		{35, "a civil judgment of six years ago", now, Facts{Kind: Cassation, Field: FieldCivilProc, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional, Final: Yes, Effective: calendar.NewDate(2020, 3, 2)}}, Guide, keyProvincial},
		{33, "a criminal one has no such end", now, Facts{Kind: Cassation, Field: FieldCriminalProc, Body: BodyCourt, Judgment: Judgment{Court: CourtRegional, Final: Yes, Effective: calendar.NewDate(2020, 3, 2)}}, Settle, keyProvincial},
		{36, "held and then acquitted, we had approved it", now, Facts{Kind: Compensation, ApprovedByProcuracy: Yes}, Settle, keyRegional},
		{36, "a court's mistake", now, Facts{Kind: Compensation, Body: BodyCourt, Level: LevelRegional}, Guide, "TAND_KV"},
		{37, "land taken", now, Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration, Level: LevelCommune, Round: 1}, Guide, "UBND_XA"},
		{37, "land taken by a district, then", old, Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration, Level: LevelRegional, Round: 1}, Guide, "UBND_HUYEN"},
		{37, "land, second", now, Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyAdministration, Level: LevelCommune, Round: 2}, Guide, "UBND_TINH"},
		{37, "a fine by the police", now, Facts{Kind: Complaint, Field: FieldAdministrative, Body: BodyInvestigation}, Guide, "CA_TINH"},
		{38, "our officer is disciplined", now, Facts{Kind: Complaint, Field: FieldPersonnel, Body: BodyProcuracy, Level: LevelRegional}, Settle, keyProvincial},
		{39, "a commune's land officer denounced", now, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration, Role: RoleOfficer, Level: LevelCommune}, Transfer, "UBND_XA"},
		{39, "its chairman denounced", now, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyAdministration, Role: RoleHead, Level: LevelCommune}, Transfer, "UBND_TINH"},
		{40, "a party member's third child", now, Facts{Kind: Denunciation, Field: FieldParty, Body: BodyParty}, Transfer, "UBKT"},
		{41, "a divorce", now, Facts{Kind: MisdirectedLawsuit, Body: BodyPrivate}, Guide, "TAND_KV"},
		{42, "a suggestion to us", now, Facts{Kind: Suggestion, Body: BodyProcuracy, Level: LevelRegional}, Settle, keyRegional},
		{42, "a flooded road", now, Facts{Kind: Suggestion, Body: BodyAdministration, Level: LevelCommune}, Transfer, "UBND_XA"},
		{43, "a soldier is held", now, Facts{Kind: Complaint, Field: FieldArrest, Body: BodyMilitary, Military: Yes}, ReferProcuracy, "VKSQS"},
		{43, "an officer's conduct off duty", now, Facts{Kind: Denunciation, Field: FieldOfficialDuty, Body: BodyMilitary}, Transfer, "CQ_QUAN_DOI"},
		{44, "the police of another province", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Province: "40"}, ReferProcuracy, "VKS_TINH_KHAC"},
		{45, "nobody can tell", now, Facts{}, Human, ""},
		{45, "a complaint about something", now, Facts{Kind: Complaint}, Human, ""},
		{46, "a copy of the indictment", now, Facts{Kind: Request, Body: BodyProcuracy, Level: LevelRegional}, Settle, keyRegional},
		{46, "when does the court sit", now, Facts{Kind: Request, Body: BodyCourt, Level: LevelRegional}, Guide, "TAND_KV"},
		{47, "thanks", now, Facts{Kind: Other}, File, ""},
		{48, "an investigator of the ministry", now, Facts{Kind: Complaint, Field: FieldCriminalProc, Body: BodyInvestigation, Level: LevelCentral}, ReferProcuracy, "VKSTC"},
		{49, "a complaint and a lawsuit in one letter", now, Facts{Kind: Mixed}, Split, ""},
	} {
		d := Decide(o, c.facts, noon(t, c.day))
		if row := fmt.Sprintf("J%02d", c.row); d.Rule[:3] != row && !(c.row == 19 && d.Rule == "J33") && !(c.row == 33 && d.Rule == "J34b") {
			t.Errorf("row %d, %s: decided by %s", c.row, c.what, d.Rule)
		}
		if d.Disposition != c.disposition || d.Destination != c.destination {
			t.Errorf("row %d, %s: %s to %q, want %s to %q", c.row, c.what, d.Disposition, d.Destination, c.disposition, c.destination)
		}
	}
}
