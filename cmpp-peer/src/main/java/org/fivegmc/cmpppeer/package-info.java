/// A CMPP gateway made of SMSGate, which knows nothing of our codec.
@NullMarked
package org.fivegmc.cmpppeer;

import org.jspecify.annotations.NullMarked;
