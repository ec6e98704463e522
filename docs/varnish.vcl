# Varnish 7.1 in front of the portal, with xkey of varnish-modules. docs/caching.md explains it.
#
# Start varnishd with -p http_gzip_support=off: otherwise Varnish asks for gzip only, and no reader gets Brotli.
vcl 4.1;

import std;
import xkey;

backend portal {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 120s;
    .probe = {
        .url = "/readyz";
        .interval = 1s;
        .timeout = 3s;
        .window = 2;
        .threshold = 1;
        .initial = 1;
    }
}

# The servers of the portal, which may purge.
acl purgers {
    "127.0.0.1";
    "::1";
}

# The web servers that end HTTPS. They overwrite X-Forwarded-Proto in every request.
acl https_servers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # A request that came through a web server that ends HTTPS has its address, so that the ACL is not enough.
        if (client.ip !~ purgers || req.http.X-Forwarded-Proto) {
            return (synth(403));
        }
        if (!req.http.xkey-purge) {
            return (synth(400));
        }
        # The pages stay for the time when the portal is down.
        set req.http.X-Purged = xkey.softpurge(req.http.xkey-purge);
        return (synth(200, "Purged " + req.http.X-Purged));
    }
    # Varnish would pipe a method that it does not know, and with it all later requests of the connection.
    if (req.method !~ "^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$") {
        return (synth(405));
    }
    if (client.ip !~ https_servers) {
        unset req.http.X-Forwarded-Proto;
    }

    # The first attempt of a request is for a page that is fresh. The second one, after a failure, takes an old page,
    # and so does the first while the portal is down.
    set req.http.X-Attempt = req.restarts;
    unset req.http.X-Missed;
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    } else {
        set req.grace = 7d;
    }

    # The admin, previews, and files, which the portal wants to be asked for each time.
    if (req.url ~ "^/(admin|preview|files|data)/") {
        return (pass);
    }
    # Of all cookies, only that of a session leads past the cache. Static files are the same for everybody.
    if (req.url ~ "^/static/" || req.http.Cookie !~ "(^|;\s*)sessionid=") {
        unset req.http.Cookie;
    }
    # Three variants of a page: Brotli, gzip and uncompressed.
    if (req.http.Accept-Encoding ~ "(?i)\bbr\b" && req.http.Accept-Encoding !~ "(?i)\bbr\s*;\s*q=0(\.0*)?\s*(,|$)") {
        set req.http.Accept-Encoding = "br, gzip";
    } elsif (req.http.Accept-Encoding ~ "(?i)\bgzip\b"
        && req.http.Accept-Encoding !~ "(?i)\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    # The built-in VCL goes on: it passes what is neither GET nor HEAD, and what has a cookie or a password.
}

sub vcl_hash {
    # Over HTTP, every page is a redirect to HTTPS.
    if (req.http.X-Forwarded-Proto) {
        hash_data(req.http.X-Forwarded-Proto);
    }
}

sub vcl_miss {
    set req.http.X-Missed = "1";
}

sub vcl_backend_fetch {
    unset bereq.http.X-Missed;
    if (!bereq.uncacheable) {
        set bereq.first_byte_timeout = 20s;
    }
}

sub vcl_backend_response {
    # An error, or an old page from the memory of the portal, does not replace the page that is here. If there is none,
    # the second attempt delivers it.
    if ((beresp.status >= 500 || beresp.http.Cache-Status ~ "detail=stale") && !bereq.uncacheable
        && (bereq.is_bgfetch || bereq.http.X-Attempt == "0")) {
        return (abandon);
    }
    # Nothing is kept by a default or a guess.
    if (beresp.http.Cache-Control !~ "\b(s-maxage|immutable)\b") {
        set beresp.ttl = 120s;
        set beresp.uncacheable = true;
        return (deliver);
    }
    set beresp.grace = 0s;
    if (beresp.http.Cache-Control ~ "\bstale-if-error=\d+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, "^.*\bstale-if-error=(\d+).*$", "\1") + "s", 0s);
    }
    # The built-in VCL goes on: it keeps nothing that has Set-Cookie or is private.
}

sub vcl_backend_error {
    if (!bereq.uncacheable && (bereq.is_bgfetch || bereq.http.X-Attempt == "0")) {
        return (abandon);
    }
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "5";
    set beresp.body = {"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Unavailable – No disponible – Non disponible</title>
<p>The portal is unavailable at the moment. Try again in a few minutes.</p>
<p lang="es">El portal no está disponible por el momento. Inténtelo de nuevo en unos minutos.</p>
<p lang="fr">Le portail n’est pas disponible pour le moment. Réessayez dans quelques minutes.</p>
</html>
"};
    return (deliver);
}

sub vcl_synth {
    if (resp.status == 503 && req.http.X-Missed && req.restarts == 0) {
        return (restart);
    }
}

sub vcl_deliver {
    # The caches of others, and browsers, ask each time: nobody can purge them.
    set resp.http.Cache-Control = regsuball(resp.http.Cache-Control, ", *(s-maxage|stale-while-revalidate)=\d+", "");
    unset resp.http.Cache-Groups;
    unset resp.http.xkey;
    # RFC 9211: the cache that is nearest to the portal comes first.
    if (obj.hits == 0) {
        set resp.http.X-Handling = "fwd=miss";
    } elsif (obj.ttl > 0s) {
        set resp.http.X-Handling = "hit";
    } else {
        set resp.http.X-Handling = "hit; detail=stale";
    }
    if (!req.http.X-Missed && obj.hits == 0) {
        set resp.http.X-Handling = "fwd=bypass";
    }
    if (resp.http.Cache-Status) {
        set resp.http.Cache-Status = resp.http.Cache-Status + ", varnish; " + resp.http.X-Handling;
    } else {
        set resp.http.Cache-Status = "varnish; " + resp.http.X-Handling;
    }
    unset resp.http.X-Handling;
}
