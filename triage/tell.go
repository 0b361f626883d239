package triage

// notices names every person who is told of the act, once each.
func (d *doing) notices() []Notice {
	return tell(d.env, d.p, d.e, d.m.Tells, d.also)
}

// tell turns audiences into people. Nobody is told twice of one event, nobody
// complained of is told at all, and the one who acted is not told what they did.
func tell(env Env, p *Petition, e Event, audiences []Audience, also []Notice) []Notice {
	var all []Notice
	told := map[PersonID]bool{}
	add := func(to PersonID, why Audience, unit UnitID) {
		if to == "" || told[to] {
			return
		}
		told[to] = true
		all = append(all, Notice{Code: p.Code, Event: e.Key, Version: e.Version, Verb: e.Verb, Audience: why, To: to, Unit: unit, Urgent: p.Decision.Urgent})
	}
	staff := func(list []Staff, why Audience) {
		for _, s := range list {
			if !p.conflicted(s) && s.ID != e.Actor.Staff {
				add(s.Person, why, p.Unit)
			}
		}
	}
	leaders := func() []Staff {
		if found := env.Roster.Of(p.Unit, Leader); len(found) > 0 {
			return found
		}
		return env.Roster.Of(env.Office.Provincial().ID, Leader)
	}
	for _, a := range audiences {
		switch a {
		case ToCitizen:
			add(p.Filer, a, "")
		case ToGroup:
			if !p.Restricted {
				add(env.Roster.Groups[p.Unit], a, p.Unit)
			}
		case ToLeaders:
			staff(leaders(), a)
		case ToOwner:
			if s, ok := env.Roster.ByID(p.Owner); ok {
				staff([]Staff{s}, a)
				continue
			}
			staff(onDuty(env, p, leaders), ToDuty)
		case ToDuty:
			staff(onDuty(env, p, leaders), a)
		}
	}
	for _, n := range also {
		add(n.To, n.Audience, n.Unit)
	}
	return all
}

// onDuty is who hears of a petition that nobody holds; one about our own people
// goes to leaders alone.
func onDuty(env Env, p *Petition, leaders func() []Staff) []Staff {
	if p.Restricted {
		return leaders()
	}
	if duty := env.Roster.Duty(p.Unit); len(duty) > 0 {
		return duty
	}
	return leaders()
}
