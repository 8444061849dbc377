/// Tests of what chatbots and people without RCS write each other.
@NullMarked
package org.fivegmc.maap.sms;

import org.jspecify.annotations.NullMarked;
