/// MSRP sessions without sockets: chunking, reassembly, transactions and reports (RFC 4975 sections
/// 5 and 7). Everything runs on one thread at a time, that of the [SessionLink].
@NullMarked
package org.fivegmc.msrp.session;

import org.jspecify.annotations.NullMarked;
