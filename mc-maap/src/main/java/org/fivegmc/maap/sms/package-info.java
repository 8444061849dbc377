/// Chatbots and people without RCS: how cards are said in an SMS, and what an SMS in answer means.
@NullMarked
package org.fivegmc.maap.sms;

import org.jspecify.annotations.NullMarked;
