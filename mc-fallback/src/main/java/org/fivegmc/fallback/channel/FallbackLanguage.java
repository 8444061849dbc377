package org.fivegmc.fallback.channel;

/// The words around content that is no text, as they stand in an SMS: the one table of them.
public enum FallbackLanguage {
    ZH("文件", "语音消息", "名片", "位置"),
    EN("File", "Audio message", "Contact card", "Location");

    private final String file;
    private final String audio;
    private final String card;
    private final String place;

    FallbackLanguage(String file, String audio, String card, String place) {
        this.file = file;
        this.audio = audio;
        this.card = card;
        this.place = place;
    }

    /// A file that has no name.
    String file() {
        return file;
    }

    String audio() {
        return audio;
    }

    String card() {
        return card;
    }

    String place() {
        return place;
    }
}
