package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.bench.result.Comparison;
import org.fivegmc.loadtest.bench.result.Mark;

/// One line of the bench: what is measured, what it should reach, and how it is done.
///
/// @param id on the command line, in file names and in the results
/// @param title what it is, for people
/// @param unit what one of the things is that `perCpuSecond` and `rate` count, such as `messages`
/// @param axis of a curve; empty for a row that gives single figures
/// @param rounds how often it is repeated
/// @param minutes what it takes roughly
/// @param quick whether it belongs to the short selection
/// @param scales whether it grows with `--scale`
public record Row(
        String id,
        String title,
        String unit,
        List<Mark> marks,
        Optional<Comparison> comparison,
        Optional<Axis> axis,
        int rounds,
        int minutes,
        boolean quick,
        boolean scales,
        Procedure procedure) {
    private static final int ROUNDS = 3;

    /// How a row is done: it starts what it needs, then asks the stage for its rounds.
    @FunctionalInterface
    public interface Procedure {
        void play(Stage stage);
    }

    /// What the points of a curve are.
    ///
    /// @param logarithmic whether the plot's axis is
    public record Axis(String label, boolean logarithmic) {}

    public Row {
        marks = List.copyOf(marks);
    }

    static Row of(String id, String title, String unit, Procedure procedure) {
        return new Row(
                id,
                title,
                unit,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ROUNDS,
                2,
                false,
                false,
                procedure);
    }

    Row marked(Mark... reach) {
        return new Row(
                id,
                title,
                unit,
                List.of(reach),
                comparison,
                axis,
                rounds,
                minutes,
                quick,
                scales,
                procedure);
    }

    Row against(Comparison peer) {
        return new Row(
                id,
                title,
                unit,
                marks,
                Optional.of(peer),
                axis,
                rounds,
                minutes,
                quick,
                scales,
                procedure);
    }

    Row along(String label, boolean logarithmic) {
        return new Row(
                id,
                title,
                unit,
                marks,
                comparison,
                Optional.of(new Axis(label, logarithmic)),
                rounds,
                minutes,
                quick,
                scales,
                procedure);
    }

    /// Repeated `times`, `about` so many minutes in all.
    Row repeated(int times, int about) {
        return new Row(
                id, title, unit, marks, comparison, axis, times, about, quick, scales, procedure);
    }

    Row inQuick() {
        return new Row(
                id, title, unit, marks, comparison, axis, rounds, minutes, true, scales, procedure);
    }

    Row scaling() {
        return new Row(
                id, title, unit, marks, comparison, axis, rounds, minutes, quick, true, procedure);
    }
}
