-- The database that sqlite3 is asked: 40,000 rows of 140 bytes, with an index.
create table readings (
    id integer primary key,
    place text not null,
    value real not null,
    note text not null
);
begin;
with recursive row(id) as (
    select 1 union all select id + 1 from row where id < 40000
)
insert into readings
select id, 'place ' || (id * 7919 % 997), (id * 104729 % 100003) / 7.0,
    substr('what was read there, with a note of some length; ' || id ||
        hex(id * 2654435761) || hex(id * 40503) || hex(id * 69069), 1,
        60 + id % 60)
from row;
commit;
create index by_place on readings (place, value);
