-- What sqlite3 is asked: groups, a join, sorts, long texts and JSON.
select place, count(*), round(avg(value), 3) from readings
group by place order by 3 desc limit 20;
select a.place, count(*) from readings a join readings b
    on a.id = b.id + 1 and a.value > b.value
group by a.place order by 2 desc, 1 limit 20;
select length(group_concat(note)) from (
    select note from readings order by note desc);
select count(*), max(length(printf('%s/%s', upper(note), place)))
from readings;
select json_group_array(json_object('id', id, 'note', note)) from readings
where id % 97 = 0;
