package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"tiepdan/storage/seal"
	"tiepdan/triage"
	"tiepdan/triage/likeness"
)

const (
	// mostOfKey bounds how many of one key are looked at, the newest first, and
	// mostCandidates how many signatures are compared.
	mostOfKey, mostCandidates = 20, 60
	// mostOwn is how many of a citizen's open petitions are compared.
	mostOwn = 50
)

// signer makes signatures under a key of their own. It never rotates, as little as
// lookups do: what was signed before must be found again.
func signer(keys *seal.Keys) likeness.Signer {
	return likeness.NewSigner(keys.Lookup("likeness.signature", "key"))
}

// sign makes the signature of what is being filed.
func (s *Store) sign(p *triage.Petition, w triage.Words, id triage.Identity) likeness.Signature {
	return s.signer.Sign(likeness.Matter{
		Story: w.Story, Against: w.Against, Paper: w.Paper,
		Kind: string(p.Facts.Kind), Body: string(p.Facts.Body), Place: p.Commune,
		Filer: string(p.Filer), Phone: foldPhone(id.Phone), IDNumber: digits(id.IDNumber), Name: foldName(id.Name),
	})
}

const insertLikeness = `
	WITH l AS (
		INSERT INTO likeness (code, signature) VALUES ($1, $2)
		ON CONFLICT (code) DO NOTHING
		RETURNING n
	)
	INSERT INTO likeness_key (key, n)
	SELECT DISTINCT k, l.n FROM l, unnest($3::bigint[]) AS k`

func (s *Store) queueLikeness(batch *pgx.Batch, code triage.Code, sig likeness.Signature) error {
	raw, err := sig.MarshalBinary()
	if err != nil {
		return err
	}
	batch.Queue(insertLikeness, code, raw, append(sig.Keys(), sig.PersonKeys()...))
	return nil
}

// candidate is a petition that shares a key.
type candidate struct {
	code triage.Code
	likeness.Likeness
}

// Alike finds the petitions that may be of the same matter as a filed one, the most
// alike first; none where there are none. It says nothing of the person where that
// would tell who wrote a confidential petition, and leaves out what is linked to it
// already: see triage.Petition.Likenable.
func (s *Store) Alike(ctx context.Context, code triage.Code, most int) ([]triage.Alike, error) {
	var found []triage.Alike
	err := s.read(ctx, func(ctx context.Context) error {
		p, err := readPetition(ctx, s.pool, code)
		if err != nil {
			return err
		}
		sig, err := s.signature(ctx, &p)
		if err != nil {
			return err
		}
		all, err := s.candidates(ctx, &p, &sig)
		if err != nil {
			return err
		}
		found, err = s.withPetitions(ctx, all, most)
		found = slices.DeleteFunc(found, func(a triage.Alike) bool {
			may, _ := p.Likenable(&a.Petition)
			return !may || related(&p, &a.Petition)
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find alike petitions: %w", err)
	}
	return found, nil
}

// related says that it is known already what two petitions have to do with each other.
func related(p, q *triage.Petition) bool {
	family := func(a, b *triage.Petition) bool {
		return slices.Contains(a.Links, b.Code) || a.MergedInto == b.Code || a.Parent == b.Code
	}
	return family(p, q) || family(q, p) || p.Parent != "" && p.Parent == q.Parent
}

func (s *Store) candidates(ctx context.Context, p *triage.Petition, sig *likeness.Signature) ([]candidate, error) {
	closed := p.Confidential || p.Kind.Confidential()
	keys := sig.Keys()
	if !closed {
		keys = append(keys, sig.PersonKeys()...)
	}
	rows, err := s.pool.Query(ctx, `
		WITH hit AS (
			SELECT h.n, count(*) AS shared
			  FROM unnest($1::bigint[]) AS k (key)
			 CROSS JOIN LATERAL (SELECT n FROM likeness_key l WHERE l.key = k.key ORDER BY n DESC LIMIT $2) AS h
			 GROUP BY h.n
			 ORDER BY shared DESC, h.n DESC
			 LIMIT $3
		)
		SELECT l.code, l.signature
		  FROM hit JOIN likeness l USING (n) JOIN petition p USING (code)
		 WHERE p.confidential = $4 AND l.code <> $5`, keys, mostOfKey, mostCandidates, p.Confidential, p.Code)
	if err != nil {
		return nil, err
	}
	return compared(rows, sig, !closed)
}

// compared reads codes with signatures, and keeps what is alike, the most alike first.
func compared(rows pgx.Rows, sig *likeness.Signature, open bool) ([]candidate, error) {
	var all []candidate
	var code triage.Code
	var raw []byte
	_, err := pgx.ForEachRow(rows, []any{&code, &raw}, func() error {
		var other likeness.Signature
		if err := other.UnmarshalBinary(raw); err != nil {
			return err
		}
		if l := likeness.Compare(sig, &other, open); l.Score >= likeness.Alike {
			all = append(all, candidate{code, l})
		}
		return nil
	})
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.code, a.code)) })
	return all, err
}

func (s *Store) withPetitions(ctx context.Context, all []candidate, most int) ([]triage.Alike, error) {
	all = all[:min(len(all), most)]
	if len(all) == 0 {
		return nil, nil
	}
	codes := each(all, func(c candidate) triage.Code { return c.code })
	petitions, err := queryPetitions(ctx, s.pool, `
		SELECT`+petitionColumns+` FROM petition WHERE code = ANY ($1) ORDER BY array_position($1, code)`, codes)
	if err != nil {
		return nil, err
	}
	found := make([]triage.Alike, len(petitions))
	for i, p := range petitions {
		j := slices.IndexFunc(all, func(c candidate) bool { return c.code == p.Code })
		found[i] = triage.Alike{Petition: p, Likeness: all[j].Likeness}
	}
	return found, nil
}

// signature reads a petition's signature. One that was filed by a release without
// signatures is signed now.
func (s *Store) signature(ctx context.Context, p *triage.Petition) (likeness.Signature, error) {
	var sig likeness.Signature
	var raw []byte
	err := s.pool.QueryRow(ctx, `SELECT signature FROM likeness WHERE code = $1`, p.Code).Scan(&raw)
	if errors.Is(err, pgx.ErrNoRows) {
		w, id, _, err := s.words(ctx, s.pool, p.Code)
		if err != nil {
			return sig, err
		}
		sig = s.sign(p, w, id)
		var batch pgx.Batch
		if err := s.queueLikeness(&batch, p.Code, sig); err != nil {
			return sig, err
		}
		return sig, s.pool.SendBatch(ctx, &batch).Close()
	}
	if err != nil {
		return sig, err
	}
	return sig, sig.UnmarshalBinary(raw)
}

// AlikeOwn finds a citizen's own petitions that are not done yet and may be of the
// same matter as a draft of theirs, the most alike first. Only the account counts as
// theirs: a number that somebody types does not. A draft that was filed already is
// like nothing: sending it again makes no other petition, whatever it is like.
func (s *Store) AlikeOwn(ctx context.Context, filer triage.PersonID, d triage.Draft, most int) ([]triage.Alike, error) {
	if filer == "" {
		return nil, nil
	}
	p := triage.Petition{Filer: filer, Facts: d.Facts, Commune: d.Commune}
	sig := s.sign(&p, d.Words, d.Identity)
	var found []triage.Alike
	err := s.read(ctx, func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, `
			SELECT l.code, l.signature
			  FROM petition p JOIN likeness l USING (code)
			 WHERE p.filer = $1 AND p.status <> 'done'
			   AND NOT EXISTS (SELECT FROM event WHERE key = $3 AND verb = 'file')
			 ORDER BY p.filed_at DESC
			 LIMIT $2`, filer, mostOwn, d.Key)
		if err != nil {
			return err
		}
		all, err := compared(rows, &sig, true)
		if err != nil {
			return err
		}
		found, err = s.withPetitions(ctx, all, most)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find a citizen's alike petitions: %w", err)
	}
	return found, nil
}
