package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/prometheus/exporter-toolkit/web"
	"go.yaml.in/yaml/v2"
)

// webConfig is a file in the format that Prometheus's exporters share: TLS, passwords and headers. The library reads it
// again with every connection, so a new certificate needs no restart.
type webConfig struct {
	Path string // empty without one
	TLS  bool   // connections are encrypted
	Auth bool   // every request has shown a password, or its connection a certificate, before it gets to us
}

// verified is the one kind of client certificate that proves anything.
const verified = "RequireAndVerifyClientCert"

// webConfig reads the file of --web-config and checks all of it.
func (f *faults) webConfig(path string) webConfig {
	if path == "" {
		return webConfig{}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		f.add("--web-config", path, "it cannot be read: "+reason(err), "name a file in the web configuration format of Prometheus's exporters")
		return webConfig{}
	}
	var file web.Config
	if err = yaml.Unmarshal(text, &file); err == nil {
		err = web.Validate(path)
	}
	if err != nil {
		f.add("--web-config", path, err.Error(), "correct it: tls_server_config, basic_auth_users with bcrypt hashes, http_server_config")
		return webConfig{}
	}
	return webConfig{path, file.TLSConfig.IsEnabled(), len(file.Users) > 0 || file.TLSConfig.ClientAuth == verified}
}

// fits refuses what cannot be had beside a web configuration.
func (f *faults) fits(o *config) {
	switch {
	case o.Web.Path == "":
	case o.Certificate != nil:
		f.add("--tls-cert, --tls-key", "", "--web-config says how to encrypt", "give one of them")
	case o.Web.Auth && o.Token != "":
		f.add("--token-file", "", "a request has one Authorization, and --web-config asks for a password in it", "leave one of them out")
	case o.Web.Auth && o.LAN:
		f.add("--lan", "", "a viewer's link knows no password of --web-config", "leave one of them out")
	}
}

// serve serves until the server is shut down.
func (w webConfig) serve(server *http.Server, listener net.Listener, log *slog.Logger) error {
	return web.Serve(listener, server, &web.FlagConfig{WebConfigFile: &w.Path}, slog.New(louder{log.Handler()}))
}

// louder leaves out what the library tells at each start: the address has been printed already.
type louder struct{ slog.Handler }

func (louder) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }
