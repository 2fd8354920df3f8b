package grid

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
)

// Names of the sources, as they mark grams.
const (
	ElectricityMaps carbon.Source = "electricitymaps"
	UK              carbon.Source = "uk"
	File            carbon.Source = "file"
)

// Where the services are.
const (
	ElectricityMapsURL = "https://api.electricitymaps.com"
	UKURL              = "https://api.carbonintensity.org.uk"
)

const mostAnswer = 1 << 20 // bytes

// client follows no redirect: a token must not go elsewhere.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// electricityMaps asks for the intensity of a zone in the last 24 hours, of the whole life cycle.
// Source: Electricity Maps, API reference, /v3/carbon-intensity/history; read 2026-11.
type electricityMaps struct{ base, zone, token string }

// NewElectricityMaps is the source of a zone, by the user's token. Base is ElectricityMapsURL but for tests and mirrors.
func NewElectricityMaps(base, zone, token string) Source { return electricityMaps{base, zone, token} }

func (e electricityMaps) Values(ctx context.Context) ([]Value, error) {
	var answer struct {
		History []struct {
			CarbonIntensity *float64
			Datetime        time.Time
		}
	}
	if err := get(ctx, e.base+"/v3/carbon-intensity/history?zone="+url.QueryEscape(e.zone), "auth-token", e.token, &answer); err != nil {
		return nil, err
	}
	var values []Value
	for _, h := range answer.History {
		if h.CarbonIntensity != nil { // null while it is not known
			values = append(values, Value{h.Datetime, h.Datetime.Add(time.Hour), estimator.GramsPerKWh(*h.CarbonIntensity)})
		}
	}
	return checked(values)
}

// uk asks for the intensity of Great Britain in half hours: what was measured, or what is forecast where that is not known
// yet. It counts direct emissions.
// Source: National Energy System Operator, Carbon Intensity API, /intensity/{from}/pt24h; CC BY 4.0; read 2026-11.
type uk struct{ base string }

// NewUK is the source for Great Britain. Base is UKURL but for tests and mirrors.
func NewUK(base string) Source { return uk{base} }

// minutes is how that service writes times.
const minutes = "2006-01-02T15:04Z"

func (u uk) Values(ctx context.Context) ([]Value, error) {
	var answer struct {
		Data []struct {
			From, To  string
			Intensity struct{ Forecast, Actual *float64 }
		}
	}
	if err := get(ctx, u.base+"/intensity/"+time.Now().UTC().Add(time.Hour).Format(minutes)+"/pt24h", "", "", &answer); err != nil {
		return nil, err
	}
	var values []Value
	for _, d := range answer.Data {
		from, err := time.Parse(minutes, d.From)
		if err != nil {
			return nil, err
		}
		to, err := time.Parse(minutes, d.To)
		if err != nil {
			return nil, err
		}
		switch {
		case d.Intensity.Actual != nil:
			values = append(values, Value{from, to, estimator.GramsPerKWh(*d.Intensity.Actual)})
		case d.Intensity.Forecast != nil:
			values = append(values, Value{from, to, estimator.GramsPerKWh(*d.Intensity.Forecast)})
		}
	}
	return checked(values)
}

// get asks an address for JSON.
func get(ctx context.Context, address, header, secret string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	if header != "" {
		request.Header.Set(header, secret)
	}
	response, err := client.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			return wrapped.Err
		}
		return err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("it answers %s: the token is not good for this zone", response.Status)
	default:
		return fmt.Errorf("it answers %s", response.Status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("its answer is not as expected: %w", err)
	}
	return nil
}

// checked refuses an answer with a value that cannot be, or with none.
func checked(values []Value) ([]Value, error) {
	for _, v := range values {
		if err := check(v); err != nil {
			return nil, err
		}
	}
	if len(values) == 0 {
		return nil, errors.New("it has no value")
	}
	return values, nil
}

// hourly is a file of hourly values: a heading, then a time in RFC 3339 and grams of CO2e per kWh in each line. It is read
// again at every ask, so it may grow while the probe runs.
type hourly struct{ open func() (io.ReadCloser, error) }

// NewFile is the source of a file.
func NewFile(open func() (io.ReadCloser, error)) Source { return hourly{open} }

func (h hourly) Values(context.Context) ([]Value, error) {
	file, err := h.open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, 64<<20))
	if err != nil {
		return nil, err
	}
	return ParseHourly(string(text))
}

// ParseHourly reads the text of such a file. The error names the line.
func ParseHourly(text string) ([]Value, error) {
	var values []Value
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || n == 1 && !strings.ContainsAny(line[:1], "0123456789") {
			continue
		}
		when, grams, _ := strings.Cut(line, ",")
		from, err := time.Parse(time.RFC3339, strings.TrimSpace(when))
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is no time such as 2026-11-30T14:00:00Z", n, when)
		}
		g, err := strconv.ParseFloat(strings.TrimSpace(grams), 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is no number of grams per kWh", n, grams)
		}
		v := Value{from, from.Add(time.Hour), estimator.GramsPerKWh(g)}
		if err := check(v); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		values = append(values, v)
	}
	return checked(values)
}
