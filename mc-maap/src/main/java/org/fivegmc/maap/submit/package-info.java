/// What chatbots send and are told, whatever dialect they speak.
@NullMarked
package org.fivegmc.maap.submit;

import org.jspecify.annotations.NullMarked;
