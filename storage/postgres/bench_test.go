package postgres

import (
	"fmt"
	"testing"

	"tiepdan/triage"
	"tiepdan/triage/triagetest"
)

// benchDesk is a desk whose staff are read from the database, as in earnest.
func benchDesk(b *testing.B) (*Store, *triage.Desk) {
	s := newStore(b)
	for _, m := range triagetest.Roster().Staff {
		exec(b, s, `INSERT INTO staff (id, name, unit, post, person, on_duty, made_at) VALUES ($1, $2, $3, $4, $5, $6, now())`,
			m.ID, m.Name, m.Unit, m.Post, m.Person, m.OnDuty)
	}
	for unit, group := range triagetest.Roster().Groups {
		exec(b, s, `INSERT INTO unit_group (unit, person) VALUES ($1, $2)`, unit, group)
	}
	desk := newDesk(s)
	desk.Directory = s
	return s, desk
}

func BenchmarkFile(b *testing.B) {
	_, desk := benchDesk(b)
	i := 0
	for b.Loop() {
		i++
		mustFile(b, desk, triagetest.Draft(fmt.Sprintf("d%d", i), "citizen"))
	}
}

func BenchmarkClaim(b *testing.B) {
	_, desk := benchDesk(b)
	i := 0
	for b.Loop() {
		b.StopTimer()
		i++
		p := mustFile(b, desk, triagetest.Draft(fmt.Sprintf("d%d", i), "citizen"))
		b.StartTimer()
		mustDo(b, desk, claimOf(p, fmt.Sprintf("c%d", i), 1))
	}
}

func BenchmarkFileParallel(b *testing.B) {
	_, desk := benchDesk(b)
	b.RunParallel(func(pb *testing.PB) {
		key := b.Name() + newID("k")
		for i := 0; pb.Next(); i++ {
			mustFile(b, desk, triagetest.Draft(fmt.Sprintf("%s-%d", key, i), "citizen"))
		}
	})
}

func BenchmarkDossier(b *testing.B) {
	s, desk := benchDesk(b)
	p := mustFile(b, desk, triagetest.Draft("d", "citizen"))
	for b.Loop() {
		if _, err := s.Dossier(b.Context(), p.Code, triage.Actor{Staff: "kv-1-officer-1"}); err != nil {
			b.Fatal(err)
		}
	}
}
