package org.fivegmc.sip.dialog;

import java.lang.ref.WeakReference;
import org.fivegmc.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/// The flow a peer was last seen on. A connection is held weakly, so that a session that outlives
/// it keeps none of its buffers; the pair of a socket and an address is small and held by nobody
/// else.
final class FlowRef {
    static final FlowRef NONE = new FlowRef(null, null);

    private final @Nullable Flow datagrams;
    private final @Nullable WeakReference<Flow> connection;

    private FlowRef(@Nullable Flow datagrams, @Nullable WeakReference<Flow> connection) {
        this.datagrams = datagrams;
        this.connection = connection;
    }

    static FlowRef of(Flow flow) {
        return flow.transport().isReliable()
                ? new FlowRef(null, new WeakReference<>(flow))
                : new FlowRef(flow, null);
    }

    /// The flow if it can still be used, or null.
    @Nullable Flow open() {
        Flow flow = connection == null ? datagrams : connection.get();
        return flow != null && flow.isOpen() ? flow : null;
    }
}
