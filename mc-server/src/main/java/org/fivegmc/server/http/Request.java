package org.fivegmc.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole request, taken apart.
///
/// @param path decoded, without the query
/// @param parameters values of the placeholders of the route, decoded
/// @param host value of the Host header; empty for none
/// @param query as written, decoded, with the values of one name in their order
@SuppressWarnings(
        "ArrayRecordComponent") // compared by nobody; whoever hands the body over leaves it alone
public record Request(
        String method,
        String path,
        String host,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        Optional<String> authorization,
        byte[] body) {

    /// The value of a placeholder of the route.
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /// The first value of a query parameter.
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    Request with(Map<String, String> found) {
        return new Request(method, path, host, Map.copyOf(found), query, authorization, body);
    }
}
