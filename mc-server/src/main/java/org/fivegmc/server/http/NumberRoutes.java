package org.fivegmc.server.http;

import java.util.List;
import java.util.Optional;
import org.fivegmc.server.http.Router.Route;

/// The routes of the admin interface about telephone numbers: whose they are, and which SMS
/// gateways serve them.
public final class NumberRoutes {

    /// A number and whose it is.
    ///
    /// @param number E.164 with plus
    /// @param operator `cmcc`, `cucc`, `ctcc` or `cbn`; absent when that is not known
    /// @param reason a sentence for a person
    /// @param gateways ids of the SMS gateways that serve it, in the order of preference
    public record TelephoneNumber(
            String number, Optional<String> operator, String reason, List<String> gateways) {}

    /// What was read.
    ///
    /// @param prefixes operators by prefix
    /// @param ported numbers with another operator than their prefix says
    public record OperatorTables(int prefixes, int ported) {}

    /// What an operator can ask and do. Called on virtual threads.
    public interface Numbers {

        /// @param text as it is dialled in the home country, or E.164 with plus; empty for what is
        ///   no number
        Optional<TelephoneNumber> find(String text);

        /// Reads the tables of operators again; [IllegalArgumentException] with a sentence for a
        /// person when one can't be read, and then nothing has changed.
        OperatorTables reload();
    }

    private final Numbers numbers;

    public NumberRoutes(Numbers numbers) {
        this.numbers = numbers;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/numbers/{number}", false, this::find),
                new Route("POST", "/v1/numbers/reload", false, this::reload));
    }

    private Response find(Request request) {
        return numbers.find(request.parameter("number"))
                .map(found -> Response.json(200, found))
                .orElseGet(() ->
                        Response.problem(
                                400,
                                "Bad Request",
                                "that is no telephone number, such as 13812340001 or +8613812340001",
                                request.path()));
    }

    private Response reload(Request request) {
        try {
            return Response.json(200, numbers.reload());
        } catch (IllegalArgumentException e) {
            return Response.problem(
                    409, "Conflict", "nothing has changed: " + e.getMessage(), request.path());
        }
    }
}
