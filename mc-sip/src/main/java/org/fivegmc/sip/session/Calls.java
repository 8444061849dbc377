package org.fivegmc.sip.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The calls for chats that are not decided yet, by whom they are between: a user has few devices,
/// and the server thousands of calls. Thread-safe.
final class Calls {
    private final Map<Talk, List<ChatCall>> byTalk = new ConcurrentHashMap<>();

    void add(ChatCall call) {
        byTalk.merge(
                call.key().talk(),
                List.of(call),
                (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
    }

    void remove(ChatCall call) {
        byTalk.computeIfPresent(
                call.key().talk(),
                (_, some) -> {
                    List<ChatCall> left =
                            some.stream().filter(other -> !other.equals(call)).toList();
                    return left.isEmpty() ? null : left;
                });
    }

    /// Has an attempt wait for a call that is under way.
    ///
    /// @return false when there is none that takes it
    boolean join(ChatCall.Key key, Attempt attempt) {
        return of(key.talk()).stream()
                .anyMatch(call -> call.key().equals(key) && call.add(attempt));
    }

    List<ChatCall> of(Talk talk) {
        return byTalk.getOrDefault(talk, List.of());
    }

    /// Whether no call is under way.
    boolean isEmpty() {
        return byTalk.isEmpty();
    }
}
