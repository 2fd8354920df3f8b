// Package lab asks a lab's Prometheus about all machines at once, for the page of one probe: which machines and runs there
// were over a period and what they used, and the course of one run in the form of a recording.
//
// The questions are fixed, and only read; a page gives a period and the id of a run, never an expression. Sums are
// Prometheus's own increase() of the probes' counters.
package lab

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

	"github.com/prometheus/common/model"
)

// Client asks one Prometheus.
type Client struct {
	base string
	http *http.Client
}

// ErrAddress is wrapped by New for what is no address of a Prometheus.
var ErrAddress = errors.New("no address of a Prometheus")

const (
	patience   = 30 * time.Second
	mostAnswer = 64 << 20 // bytes
)

// New makes a client of an address such as http://prometheus:9090, with user and password where it asks for them.
func New(address string) (*Client, error) {
	u, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
		return nil, fmt.Errorf("lab: address %q: %w", address, ErrAddress)
	}
	return &Client{u.String(), &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// now evaluates an expression at a time.
func (c *Client) now(ctx context.Context, expression string, at time.Time) (model.Vector, error) {
	var v model.Vector
	err := c.ask(ctx, "query", url.Values{"query": {expression}, "time": {seconds(at)}}, &v)
	return v, err
}

// over evaluates an expression over a stretch of time.
func (c *Client) over(ctx context.Context, expression string, from, to time.Time, step time.Duration) (model.Matrix, error) {
	var m model.Matrix
	err := c.ask(ctx, "query_range", url.Values{"query": {expression}, "start": {seconds(from)}, "end": {seconds(to)},
		"step": {strconv.FormatFloat(step.Seconds(), 'f', 3, 64)}}, &m)
	return m, err
}

func seconds(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1e3, 'f', 3, 64) }

func (c *Client) ask(ctx context.Context, path string, values url.Values, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/"+path, strings.NewReader(values.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.http.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // which does not repeat the address, and a password in it
		}
		return fmt.Errorf("it does not answer: %w", err)
	}
	defer response.Body.Close()
	var answer struct {
		Status string
		Error  string
		Data   struct{ Result json.RawMessage }
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer))
	if err == nil {
		err = json.Unmarshal(text, &answer)
	}
	switch {
	case err != nil && response.StatusCode != http.StatusOK:
		return fmt.Errorf("it answers %s", response.Status)
	case err != nil:
		return fmt.Errorf("its answer is not that of a Prometheus: %w", err)
	case answer.Status != "success":
		return fmt.Errorf("it answers: %s", answer.Error)
	}
	return json.Unmarshal(answer.Data.Result, into)
}
