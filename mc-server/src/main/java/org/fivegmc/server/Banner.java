package org.fivegmc.server;

import org.fivegmc.server.wiring.ServerLifecycle;
import java.util.List;
import java.util.Locale;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.ServerConfig;

/// What a started server says: where everything is, and what to try next.
final class Banner {
    private Banner() {}

    static String of(ServerConfig config, ServerLifecycle.Running running, String version) {
        HostPort admin = running.admin();
        List<String> endpoints = running.endpoints();
        String engine = config.storage().store().engine().name().toLowerCase(Locale.ROOT);
        String server = admin.port() == 8080 ? "" : " --server http://" + admin;
        return String.join(
                "\n",
                "",
                "5GMC " + version,
                "  SIP      " + (endpoints.isEmpty() ? "none" : String.join("  ", endpoints)),
                "  domain   " + config.identity().homeDomain(),
                "  admin    http://" + admin + "   (/health/ready  /metrics  /openapi.yaml)",
                "  files    " + running.uploads().map(Object::toString).orElse("none"),
                "  data     "
                        + config.identity().dataDirectory().toAbsolutePath()
                        + "   ("
                        + engine
                        + ")",
                "try",
                "  ./5gmc ctl status" + server,
                "  ./5gmc ctl subscriber add +8613812340001 --password secret" + server,
                "Ctrl-C stops it.",
                "",
                "");
    }
}
