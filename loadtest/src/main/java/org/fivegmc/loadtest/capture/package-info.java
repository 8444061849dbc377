/// Packets on the loopback interface: recorded by dumpcap, judged by tshark.
@NullMarked
package org.fivegmc.loadtest.capture;

import org.jspecify.annotations.NullMarked;
