package triage

import (
	"slices"
	"time"
)

// PersonID names a person who writes to us or works for us. It says nothing of
// who they are: the address and the name behind it are sealed in storage.
type PersonID string

// StaffID names a member of the procuracy's staff.
type StaffID string

// UnitID names a procuracy of the province, as "vks-tinh" or "vks-kv-3".
type UnitID string

// Post is what a member of staff may do (vai trò).
type Post string

const (
	Officer Post = "officer" // cán bộ tiếp nhận
	Leader  Post = "leader"  // lãnh đạo
	Admin   Post = "admin"   // quản trị: mời người, không xử lý đơn
)

// Posts lists every post.
func Posts() []Post { return []Post{Officer, Leader, Admin} }

// Staff is one member of staff (cán bộ, công chức). Their names are public.
type Staff struct {
	ID      StaffID
	Name    string
	Unit    UnitID
	Post    Post
	Person  PersonID // "" until the invitation was used
	OnDuty  bool     // gets notices of new petitions of the unit
	Revoked time.Time
}

// Active says whether s is bound to an account and not revoked.
func (s Staff) Active() bool { return s.ID != "" && s.Person != "" && s.Revoked.IsZero() }

// Roster is everyone on the staff at one moment, and where each unit's group is.
// It is a snapshot, so that decisions over it are pure.
type Roster struct {
	Staff  []Staff
	Groups map[UnitID]PersonID // the unit's group chat, addressed like a person
}

// ByID returns a member of staff.
func (r Roster) ByID(id StaffID) (Staff, bool) {
	i := slices.IndexFunc(r.Staff, func(s Staff) bool { return s.ID == id })
	if i < 0 || id == "" {
		return Staff{}, false
	}
	return r.Staff[i], true
}

// ByPerson returns the active member of staff that a person is bound to.
func (r Roster) ByPerson(id PersonID) (Staff, bool) {
	i := slices.IndexFunc(r.Staff, func(s Staff) bool { return s.Person == id && s.Active() })
	if i < 0 || id == "" {
		return Staff{}, false
	}
	return r.Staff[i], true
}

// Of lists the active staff of a unit that hold one of the posts (all posts where none is named).
func (r Roster) Of(unit UnitID, posts ...Post) []Staff {
	var found []Staff
	for _, s := range r.Staff {
		if s.Active() && s.Unit == unit && (len(posts) == 0 || slices.Contains(posts, s.Post)) {
			found = append(found, s)
		}
	}
	return found
}

// Duty lists who is told of new petitions of a unit: those on duty, else its
// officers, else its leaders, so that a petition is never told to nobody while
// anybody is there.
func (r Roster) Duty(unit UnitID) []Staff {
	officers := r.Of(unit, Officer)
	var duty []Staff
	for _, s := range officers {
		if s.OnDuty {
			duty = append(duty, s)
		}
	}
	if len(duty) > 0 {
		return duty
	}
	if len(officers) > 0 {
		return officers
	}
	return r.Of(unit, Leader)
}

// Actor is who does an act: a member of staff, the citizen, or the program itself.
type Actor struct {
	Staff  StaffID  `json:"staff,omitempty"`
	Person PersonID `json:"person,omitempty"`
}

// System says that the program itself acts: a reminder, an escalation, a lapse.
func (a Actor) System() bool { return a == Actor{} }
