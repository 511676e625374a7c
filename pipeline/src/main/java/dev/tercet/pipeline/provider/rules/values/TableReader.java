package dev.tercet.pipeline.provider.rules.values;

import java.util.ArrayList;
import java.util.List;

/** Reads the rows of Markdown tables into fields. */
final class TableReader {
  private static final int MOST_COLUMNS = 50;

  private final String text;
  private final List<Field> fields;
  private List<Cell> above = List.of();
  private List<Cell> header = List.of();
  private int rows;

  TableReader(String text, List<Field> fields) {
    this.text = text;
    this.fields = fields;
  }

  private record Cell(int start, int end) {}

  /** The table, if there was one, is over. */
  void end() {
    above = List.of();
    header = List.of();
  }

  /** A line that begins with a bar. */
  void row(int start, int end) {
    List<Cell> cells = cells(start, end);
    if (isRule(cells)) {
      header = above;
      return;
    }
    above = cells;
    if (!header.isEmpty()) {
      rows++;
      for (int column = 0; column < Math.min(cells.size(), header.size()); column++) {
        add(header.get(column), cells.get(column), rows);
      }
    }
    if (cells.size() == 2) {
      add(cells.getFirst(), cells.getLast(), 0);
    }
  }

  private void add(Cell label, Cell value, int row) {
    String name = Labels.normal(text.substring(label.start(), label.end()));
    if (!name.isEmpty() && value.start() < value.end()) {
      fields.add(new Field(name, row, value.start(), value.end()));
    }
  }

  private List<Cell> cells(int start, int end) {
    var cells = new ArrayList<Cell>();
    int from = start + 1;
    for (int at = from; at <= end && cells.size() < MOST_COLUMNS; at++) {
      boolean last = at == end;
      if (last || (text.charAt(at) == '|' && text.charAt(at - 1) != '\\')) {
        int cellStart = Margins.skip(text, from, at);
        if (!last || cellStart < at) {
          cells.add(new Cell(cellStart, Margins.back(text, cellStart, at)));
        }
        from = at + 1;
      }
    }
    return cells;
  }

  /** The line of dashes between header and rows. */
  private boolean isRule(List<Cell> cells) {
    return !cells.isEmpty()
        && cells.stream()
            .allMatch(cell ->
                cell.start() < cell.end()
                    && text.substring(cell.start(), cell.end())
                        .chars()
                        .allMatch(unit -> unit == '-' || unit == ':'));
  }
}
