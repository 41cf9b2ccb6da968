//! The entity diagram: topics in columns, tables in topics, a line from each foreign key to its table.

use super::{
    live::{Column, Schema},
    tables::{TOPICS, Table},
};
use std::{collections::BTreeMap, fmt::Write};

const COLUMNS: usize = 6;
const WIDTH: usize = 250;
const GUTTER: usize = 70;
const MARGIN: usize = 30;
const ROW: usize = 14;
const HEADER: usize = 20;
const TITLE: usize = 26;
const BETWEEN_TABLES: usize = 14;
const BETWEEN_TOPICS: usize = 30;
/// One for each column in which a table that is referred to may stand, light enough for many lines and dark enough for white paper.
const COLOURS: [&str; 8] = ["#2f6f9f", "#b5542b", "#3d7f4a", "#8a4a9e", "#a07a12", "#b03a5b", "#2b8a86", "#6b6b6b"];

struct Placed<'a> {
    table: &'a Table,
    columns: &'a [Column],
    column: usize,
    y: usize,
}

/// The diagram as SVG. A table that is not in the list of topics is left out; the test says so.
pub fn draw(schema: &Schema) -> String {
    let mut heights = [MARGIN + 30; COLUMNS];
    let mut titles = Vec::new();
    let mut placed: Vec<Placed<'_>> = Vec::new();
    for (index, (topic, tables)) in TOPICS.iter().enumerate() {
        let tables: Vec<_> = tables.iter().filter_map(|table| Some((table, schema.tables.get(table.name)?.as_slice()))).collect();
        let column = (0..COLUMNS).min_by_key(|column| heights[*column]).unwrap_or(0);
        titles.push((*topic, COLOURS[index], column, heights[column]));
        heights[column] += TITLE;
        for (table, columns) in tables {
            placed.push(Placed { table, columns, column, y: heights[column] });
            heights[column] += height(columns) + BETWEEN_TABLES;
        }
        heights[column] += BETWEEN_TOPICS;
    }
    let (width, height_of_all) = (2 * MARGIN + COLUMNS * WIDTH + (COLUMNS - 1) * GUTTER, heights.into_iter().max().unwrap_or(0) + MARGIN);
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height_of_all}" width="{width}" height="{height_of_all}" role="img">
<title>The tables of studio.db, version {version}</title>
<style>
text {{ font: 10.5px ui-monospace, Menlo, Consolas, monospace; fill: #222 }}
.head {{ font-weight: bold; fill: #fff; font-size: 11.5px }}
.topic {{ font: bold 15px system-ui, sans-serif }}
.title {{ font: bold 20px system-ui, sans-serif }}
.kind {{ fill: #767676 }}
.key {{ font-weight: bold }}
.box {{ fill: #fff; stroke: #999 }}
.line {{ fill: none; stroke-width: 1.1; opacity: .45 }}
</style>
<rect width="100%" height="100%" fill="#fbfaf7"/>
<text class="title" x="{MARGIN}" y="{title_y}">studio.db, version {version}</text>
"##,
        version = schema.version,
        title_y = MARGIN + 8,
    );
    let colour_of: BTreeMap<&str, &str> =
        TOPICS.iter().zip(COLOURS).flat_map(|((_, tables), colour)| tables.iter().map(move |table| (table.name, colour))).collect();
    let place_of: BTreeMap<&str, &Placed<'_>> = placed.iter().map(|place| (place.table.name, place)).collect();
    // The lines first, so that they pass behind the boxes.
    for place in &placed {
        for (row, column) in place.columns.iter().enumerate() {
            let Some(target) = column.refers_to.as_deref().and_then(|name| place_of.get(name)) else { continue };
            line(&mut svg, place, row, target, colour_of[target.table.name]);
        }
    }
    for (topic, colour, column, y) in titles {
        let _ = writeln!(svg, r#"<text class="topic" x="{}" y="{}" style="fill:{colour}">{topic}</text>"#, left(column), y + 16);
    }
    for place in &placed {
        table(&mut svg, place, &colour_of);
    }
    svg.push_str("</svg>\n");
    svg
}

fn height(columns: &[Column]) -> usize {
    HEADER + columns.len() * ROW + 6
}

fn left(column: usize) -> usize {
    MARGIN + column * (WIDTH + GUTTER)
}

fn table(svg: &mut String, place: &Placed<'_>, colour_of: &BTreeMap<&str, &str>) {
    let (x, y, name) = (left(place.column), place.y, place.table.name);
    let colour = colour_of[name];
    let _ = writeln!(svg, r#"<g><title>{name}: {}</title>"#, place.table.purpose);
    let _ = writeln!(svg, r#"<rect class="box" x="{x}" y="{y}" width="{WIDTH}" height="{}" rx="4"/>"#, height(place.columns));
    let _ = writeln!(svg, r#"<path d="M{x} {0}v-16q0-4 4-4h{1}q4 0 4 4v16z" style="fill:{colour}"/>"#, y + HEADER, WIDTH - 8);
    let _ = writeln!(svg, r#"<text class="head" x="{}" y="{}">{name}</text>"#, x + 8, y + 14);
    if place.table.not_audited.is_none() {
        let _ = writeln!(svg, r#"<text class="head" x="{}" y="{}" text-anchor="end">audited</text>"#, x + WIDTH - 8, y + 14);
    }
    for (row, column) in place.columns.iter().enumerate() {
        let baseline = y + HEADER + row * ROW + 12;
        let class = if column.key { r#" class="key""# } else { "" };
        let optional = if column.nullable { "?" } else { "" };
        let _ = writeln!(svg, r#"<text{class} x="{}" y="{baseline}">{}{optional}</text>"#, x + 8, column.name);
        match &column.refers_to {
            Some(target) => {
                let colour = colour_of.get(target.as_str()).copied().unwrap_or("#222");
                let _ = writeln!(svg, r#"<text x="{}" y="{baseline}" text-anchor="end" style="fill:{colour}">→ {target}</text>"#, x + WIDTH - 8);
            }
            None => {
                let kind = column.kind.to_lowercase();
                let _ = writeln!(svg, r#"<text class="kind" x="{}" y="{baseline}" text-anchor="end">{kind}</text>"#, x + WIDTH - 8);
            }
        }
    }
    svg.push_str("</g>\n");
}

// From the side of the row that is nearer to the table it refers to, to the side of that table's header.
fn line(svg: &mut String, from: &Placed<'_>, row: usize, to: &Placed<'_>, colour: &str) {
    let (start_y, end_y) = (from.y + HEADER + row * ROW + 8, to.y + HEADER / 2);
    let (start_x, end_x, bend_start, bend_end) = match to.column.cmp(&from.column) {
        std::cmp::Ordering::Greater => {
            let (start, end) = (left(from.column) + WIDTH, left(to.column));
            (start, end, start + GUTTER, end - GUTTER)
        }
        std::cmp::Ordering::Less => {
            let (start, end) = (left(from.column), left(to.column) + WIDTH);
            (start, end, start - GUTTER, end + GUTTER)
        }
        std::cmp::Ordering::Equal => {
            let side = left(from.column) + WIDTH;
            (side, side, side + GUTTER / 2, side + GUTTER / 2)
        }
    };
    let _ = writeln!(
        svg,
        r#"<path class="line" d="M{start_x} {start_y}C{bend_start} {start_y} {bend_end} {end_y} {end_x} {end_y}" style="stroke:{colour}"/>"#
    );
}
