/// What a multimedia message is made of: pages, their layout, and pictures that fit.
@NullMarked
package org.fivegmc.fallback.mms;

import org.jspecify.annotations.NullMarked;
