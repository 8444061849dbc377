package org.fivegmc.maap.directory;

/// Members in which chatbots say something of themselves
/// ([org.fivegmc.maap.tenant.Profile#optionals]).
final class Said {
    static final String DESCRIPTION = "serviceDescription";
    static final String PROVIDER = "provider";
    static final String CATEGORY = "category";
    static final String CALL_BACK_NUMBER = "callBackNumber";
    static final String WEBSITE = "serviceWebsite";
    static final String EMAIL = "emailAddress";
    static final String COLOUR = "themeColour";
    static final String BACKGROUND = "backgroundImage";
    static final String ADDRESS = "address";
    static final String STYLE = "cssStyle";

    private Said() {}
}
