/// The dialect of China Telecom and China Unicom: JSON over HTTP.
@NullMarked
package org.fivegmc.maap.ctcu;

import org.jspecify.annotations.NullMarked;
