/// An MSRP peer of the handset's side (RFC 4975, 6135, 6714), on blocking sockets and virtual
/// threads. It shares no code with the server, so that agreement is evidence, and it misbehaves
/// when told to.
///
/// ```
/// MsrpPeer ---- connections ---- PeerConnection ---- sessions ---- PeerSession
///                               FrameReader, FrameWriter           Draft -> SentMessage
///                                                                  Incoming -> ReceivedMessage
/// ```
@NullMarked
package org.fivegmc.loadtest.msrp;

import org.jspecify.annotations.NullMarked;
