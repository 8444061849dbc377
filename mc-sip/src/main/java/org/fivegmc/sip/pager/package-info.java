/// Standalone messages by SIP MESSAGE, in and out.
@NullMarked
package org.fivegmc.sip.pager;

import org.jspecify.annotations.NullMarked;
