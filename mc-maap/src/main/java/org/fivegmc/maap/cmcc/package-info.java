/// The dialect of China Mobile: XML in the manner of OMA's REST NetAPI for messaging, over HTTP.
@NullMarked
package org.fivegmc.maap.cmcc;

import org.jspecify.annotations.NullMarked;
