package carbon

import (
	"maps"
	"slices"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// RunAccount is what the machine used while a run was on it. Where several were, each has an equal part, so that runs add
// up to the machine; who really used it is not known here.
type RunAccount struct {
	ID     string
	Joules map[sensor.Quality]estimator.Joules // of what may be added up: never falls
	Grams  map[RunKey]estimator.Grams          // at the facility, PUE included: never falls
}

// RunKey tells apart the grams of a run: how sure its joules are, and where the intensity came from.
type RunKey struct {
	Quality sensor.Quality
	Source  Source
}

// afterlife is how long an ended run is still told: a server that asks every few minutes learns its last joules.
const afterlife = 10 * time.Minute

// shares counts the runs. It is owned by the meter's goroutine.
type shares struct {
	lister jobs.Lister
	last   map[sensor.Quality]estimator.Joules // of the machine, as counted so far
	runs   []*share
}

// share is one run. Joules of a time without an intensity wait for the next that has one.
type share struct {
	account RunAccount
	waiting map[sensor.Quality]estimator.Joules
	seen    time.Time // on the machine
}

// count shares out what is new in a snapshot, and returns copies of the accounts.
func (s *shares) count(snap *sampler.Snapshot, rate *Rate, pue float64) []RunAccount {
	now := s.listed(snap.Time)
	for quality, joules := range snap.Totals.ByQuality {
		used := max(joules-s.last[quality], 0)
		for _, one := range now {
			part := used / estimator.Joules(len(now))
			one.account.Joules[quality] += part
			one.waiting[quality] += part
		}
	}
	s.last = snap.Totals.ByQuality
	var accounts []RunAccount
	for _, one := range s.runs {
		if rate != nil {
			for quality, joules := range one.waiting {
				one.account.Grams[RunKey{quality, rate.Source}] += joules.KWh().At(rate.GramsPerKWh) * estimator.Grams(pue)
			}
			clear(one.waiting)
		}
		accounts = append(accounts, RunAccount{one.account.ID, maps.Clone(one.account.Joules), maps.Clone(one.account.Grams)})
	}
	return accounts
}

// listed are the runs that are on the machine at a time. New ones are taken in, and those that ended long ago let go.
func (s *shares) listed(at time.Time) (now []*share) {
	if s.lister == nil {
		return nil
	}
	for _, r := range s.lister.Runs() {
		i := slices.IndexFunc(s.runs, func(one *share) bool { return one.account.ID == r.ID })
		if i < 0 {
			i = len(s.runs)
			s.runs = append(s.runs, &share{account: RunAccount{r.ID, map[sensor.Quality]estimator.Joules{}, map[RunKey]estimator.Grams{}},
				waiting: map[sensor.Quality]estimator.Joules{}})
		}
		s.runs[i].seen = at
		now = append(now, s.runs[i])
	}
	s.runs = slices.DeleteFunc(s.runs, func(one *share) bool { return at.Sub(one.seen) > afterlife })
	return now
}
