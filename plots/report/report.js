'use strict';

// --- Numbers as people read them -------------------------------------------

// Three digits that count: 8.31, 12.4, 1,350.
function threeDigits(number) {
    if (number >= 99.95)
        return Math.round(number).toLocaleString('en');
    return number.toFixed(number < 9.995 ? 2 : 1);
}

// --- Tables that sort and filter -------------------------------------------

function sortValue(row, column) {
    const cell = row.cells[column];
    return cell.dataset.value ?? cell.textContent.trim();
}

// Numbers before words, what is empty last, whichever way.
function compareValues(a, b, direction) {
    if ((a === '') !== (b === ''))
        return a === '' ? 1 : -1;
    const difference = Number(a) - Number(b);
    if (!Number.isNaN(difference))
        return direction * difference;
    return direction * a.localeCompare(b);
}

function sortTable(heading) {
    const table = heading.closest('table');
    const rising = heading.getAttribute('aria-sort') !== 'ascending';
    for (const other of table.querySelectorAll('th[aria-sort]'))
        other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', rising ? 'ascending' : 'descending');
    const body = table.tBodies[0];
    const column = heading.cellIndex;
    const keyed = [...body.rows].map(row => [sortValue(row, column), row]);
    keyed.sort((a, b) => compareValues(a[0], b[0], rising ? 1 : -1));
    body.append(...keyed.map(pair => pair[1]));
}

// Keeps the rows in which every word is found.
function filterTable(input) {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const place = input.closest('.filter').nextElementSibling;
    let shown = 0;
    for (const row of place.querySelectorAll('tbody tr')) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every(word => text.includes(word));
        shown += !row.hidden;
    }
    input.closest('.filter').querySelector('output').textContent =
        words.length ? `${shown.toLocaleString('en')} shown` : '';
}

document.addEventListener('click', event => {
    const heading = event.target.closest('th button')?.parentElement;
    if (heading)
        sortTable(heading);
});

document.addEventListener('input', event => {
    if (event.target.closest('.filter'))
        filterTable(event.target);
});

// --- All cells of a resource, made when somebody opens them -----------------

const files = JSON.parse(document.getElementById('files').textContent);

// RFC 4180: quoted fields may hold commas, line ends and "" for ".
function parseCsv(text) {
    const rows = [[]];
    const field = /("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/gy;
    for (let match; field.lastIndex < text.length &&
        (match = field.exec(text));) {
        const quoted = match[1].startsWith('"');
        rows.at(-1).push(quoted
            ? match[1].slice(1, -1).replaceAll('""', '"') : match[1]);
        if (match[2] === '\n' && field.lastIndex < text.length)
            rows.push([]);
    }
    return rows;
}

const shownColumns = [
    ['strategy'], ['allocator'], ['size', 'size, bytes'], ['count'], ['threads'],
    ['ns_median', 'time, ns'], ['ratio'], ['verdict'],
    ['ns_low', '95% from, ns'], ['ns_high', 'to, ns'],
    ['ratio_low', 'ratio 95% from'], ['ratio_high', 'to'],
    ['ns_min', 'minimum, ns'], ['held_peak', 'held at most'],
    ['hold_ns_mean', 'held for, ns'], ['heap_bytes_peak', 'bytes at most'],
    ['failures'],
];
const wholeNumbers = ['size', 'count', 'threads', 'held_peak',
    'heap_bytes_peak', 'failures'];
const wordColumns = ['strategy', 'allocator', 'verdict'];

function cellOf(name, value, isHeading) {
    const cell = document.createElement(isHeading ? 'th' : 'td');
    const isWords = wordColumns.includes(name);
    if (isWords)
        cell.className = 'words';
    if (isHeading && name === 'strategy')
        cell.append(markOf(value));
    if (isWords || value === '') {
        cell.append(value);
        return cell;
    }
    cell.dataset.value = value;
    cell.append(wholeNumbers.includes(name)
        ? Number(value).toLocaleString('en') : threeDigits(Number(value)));
    return cell;
}

function markOf(strategy) {
    const legend = document.querySelector('.legend');
    const item = [...legend?.children ?? []].find(
        each => each.textContent.trim() === strategy);
    return item ? item.querySelector('svg').cloneNode(true) : '';
}

function headingOf([name, title = name]) {
    const heading = document.createElement('th');
    heading.scope = 'col';
    if (wordColumns.includes(name))
        heading.className = 'words';
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = title;
    heading.append(button);
    return heading;
}

function fillTable(details) {
    const place = details.querySelector('.table');
    if (place.firstChild)
        return;
    const [header, ...rows] = parseCsv(files['summary.csv']);
    const at = name => header.indexOf(name);
    const table = document.createElement('table');
    table.createTHead().insertRow().append(...shownColumns.map(headingOf));
    const body = table.createTBody();
    for (const row of rows) {
        if (row[at('resource')] !== details.dataset.resource)
            continue;
        body.insertRow().append(...shownColumns.map(([name], i) =>
            cellOf(name, row[at(name)], i === 0)));
    }
    place.append(table);
}

for (const details of document.querySelectorAll('details[data-resource]'))
    details.addEventListener('toggle', () => fillTable(details));

// --- What a mark in a chart says --------------------------------------------

const hover = document.getElementById('hover');

// Our own words at once, where the browser's would come late and not on touch.
for (const title of document.querySelectorAll('.value > title')) {
    title.parentElement.dataset.text = title.textContent;
    title.remove();
}

function showHover(event) {
    const mark = event.target.closest('.value');
    hover.hidden = !mark;
    if (!mark)
        return;
    hover.textContent = mark.dataset.text;
    const room = hover.getBoundingClientRect();
    const left = Math.min(event.clientX + 12, innerWidth - room.width - 8);
    const above = event.clientY - room.height - 10;
    hover.style.left = `${Math.max(8, left)}px`;
    hover.style.top = `${above > 0 ? above : event.clientY + 16}px`;
}

for (const kind of ['pointerover', 'pointerdown'])
    document.addEventListener(kind, showHover);
addEventListener('scroll', () => { hover.hidden = true; }, {passive: true});

// --- Files to keep -----------------------------------------------------------

for (const link of document.querySelectorAll('a[download]')) {
    const text = files[link.download];
    link.href = URL.createObjectURL(new Blob([text], {type: 'text/plain'}));
}
