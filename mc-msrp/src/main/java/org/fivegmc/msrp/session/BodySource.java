package org.fivegmc.msrp.session;

import org.fivegmc.wire.ByteSlice;

/// Where an outgoing message comes from. Called on the thread of the session; must not block.
public interface BodySource {
    /// Octets of the message, at least 1.
    long total();

    /// The octets from an offset on; offsets come in order, without gaps.
    ///
    /// @param most octets to return at most
    /// @return what is there, which nobody changes until the next call; empty when nothing is there
    ///   yet, and then the session is to be told when there is ([MsrpSession#more])
    ByteSlice read(long offset, int most);

    /// A message held in memory.
    static BodySource of(ByteSlice octets) {
        return new BodySource() {
            @Override
            public long total() {
                return octets.length();
            }

            @Override
            public ByteSlice read(long offset, int most) {
                int from = (int) offset;
                return octets.slice(from, Math.min(octets.length(), from + most));
            }
        };
    }
}
